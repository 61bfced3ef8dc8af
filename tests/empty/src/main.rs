//! An empty Tauri window of Samantha's size: what the bench compares start, memory and processor with.

use tauri::{WebviewUrl, WebviewWindowBuilder};

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .setup(|app| {
            WebviewWindowBuilder::new(app, "main", WebviewUrl::App("index.html".into()))
                .title("Empty")
                .inner_size(1080.0, 780.0)
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
}
