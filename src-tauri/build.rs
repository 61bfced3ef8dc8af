//! Names the commands of the page, so that each needs a permission in `capabilities/main.json`.

const COMMANDS: &[&str] = &["call", "converse", "pick_export_path", "pick_model_file", "open_link"];

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)) {
        println!("cargo::error={error:#}");
    }
}
