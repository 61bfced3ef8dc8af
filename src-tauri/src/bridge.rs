//! The page's three roads into the life, and what only the shell can do for it: let the person pick a file, and
//! open a link outside.

// Tauri writes `let _ =` into every asynchronous command.
#![allow(clippy::let_underscore_must_use)]

use samantha_api::{
    Api,
    wire::{ApiError, Converse, Delta, Event},
};
use serde_json::Value;
use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};
use tauri::{
    AppHandle, Emitter as _, EventTarget, Manager as _, Runtime, State, Url, WebviewWindow, ipc::Channel,
};
use tauri_plugin_dialog::{DialogExt as _, FilePath};
use tauri_plugin_opener::OpenerExt as _;
use tokio::sync::SetOnce;

/// The name under which the page hears [`Event`]s.
const EVENT: &str = "samantha";

/// The life behind the window. It opens while the window does; whoever needs it waits.
#[derive(Default)]
pub struct Life {
    api: SetOnce<Api>,
    /// Counts the pages that were begun: a page that was reloaded no longer listens to what the one before asked.
    page: AtomicU64,
    /// Where the person last said an export may be written.
    picked: Picked,
    /// The model file they last chose. Not the same: a page must not export over what was only to be read.
    picked_model: Picked,
}

/// The path that was last chosen in the system's own dialog.
#[derive(Default)]
struct Picked(Mutex<Option<PathBuf>>);

impl Picked {
    fn set(&self, path: PathBuf) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(path);
    }

    fn is(&self, arguments: &Value) -> bool {
        let asked = arguments.get("path").and_then(Value::as_str).map(PathBuf::from);
        asked.is_some() && asked == *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Life {
    /// The life, as soon as it is open.
    pub async fn api(&self) -> &Api {
        self.api.wait().await
    }

    /// Gives the life to all who wait for it. Only the first counts.
    pub fn begin(&self, api: Api) {
        if self.api.set(api).is_err() {
            log::error!("a second life was opened, and dropped");
        }
    }

    /// A new page begins.
    pub fn turn_page(&self) {
        self.page.fetch_add(1, Ordering::Relaxed);
    }

    fn page(&self) -> u64 {
        self.page.load(Ordering::Relaxed)
    }

    /// The page may write or add only what the person chose in the system's own dialog. Every other command
    /// touches no file that the page names.
    fn allows(&self, name: &str, arguments: &Value) -> bool {
        match name {
            "export" | "export_ledger" => self.picked.is(arguments),
            "add_model_file" => self.picked_model.is(arguments),
            _ => true,
        }
    }
}

/// Forwards what changed to the page until the life ends.
pub async fn forward_events<R: Runtime>(app: AppHandle<R>, api: &Api) {
    let mut events = api.events();
    while let Some(event) = events.next().await {
        tell(&app, event);
    }
}

/// Tells the page something the shell knows.
pub fn tell<R: Runtime>(app: &AppHandle<R>, event: Event) {
    if let Err(error) = app.emit_to(EventTarget::webview_window(crate::window::LABEL), EVENT, event) {
        log::warn!("an event did not reach the page: {error}");
    }
}

fn bad_arguments(message: &str) -> ApiError {
    ApiError { code: "bad_arguments".to_owned(), message: message.to_owned() }
}

fn broken(error: impl std::fmt::Display) -> ApiError {
    ApiError { code: "broken".to_owned(), message: error.to_string() }
}

/// A command of the contract, by name.
#[tauri::command]
pub async fn call(name: String, args: Value, life: State<'_, Arc<Life>>) -> Result<Value, ApiError> {
    if !life.allows(&name, &args) {
        return Err(bad_arguments("a file is written or added only where the person said"));
    }
    life.api().await.call(&name, args).await
}

/// Talk that streams back. Returns when the stream has ended.
#[tauri::command]
pub async fn converse(
    request: Converse,
    channel: Channel<Delta>,
    life: State<'_, Arc<Life>>,
) -> Result<(), ApiError> {
    let life = Arc::clone(&life);
    let page = life.page();
    let listening = Arc::clone(&life);
    let sink = move |delta| listening.page() == page && channel.send(delta).is_ok();
    life.api().await.converse(request, sink).await;
    Ok(())
}

/// Lets the person say where an export goes; `null` when they changed their mind.
#[tauri::command]
pub async fn pick_export_path<R: Runtime>(
    suggested: String,
    window: WebviewWindow<R>,
    life: State<'_, Arc<Life>>,
) -> Result<Option<String>, ApiError> {
    let (chosen, choice) = tokio::sync::oneshot::channel();
    window.app_handle().dialog().file().set_parent(&window).set_file_name(file_name(&suggested)).save_file(
        move |path| {
            // The only failure is that the page went away meanwhile.
            drop(chosen.send(path));
        },
    );
    pick(choice.await.ok().flatten(), &life.picked)
}

/// Lets the person choose a model file (GGUF) of their own; `null` when they changed their mind.
#[tauri::command]
pub async fn pick_model_file<R: Runtime>(
    window: WebviewWindow<R>,
    life: State<'_, Arc<Life>>,
) -> Result<Option<String>, ApiError> {
    let (chosen, choice) = tokio::sync::oneshot::channel();
    let dialog = window.app_handle().dialog().file().set_parent(&window);
    dialog.add_filter("GGUF", &["gguf", "GGUF"]).pick_file(move |path| {
        // The only failure is that the page went away meanwhile.
        drop(chosen.send(path));
    });
    pick(choice.await.ok().flatten(), &life.picked_model)
}

/// Remembers what was chosen, as the page may name it from now on.
fn pick(chosen: Option<FilePath>, picked: &Picked) -> Result<Option<String>, ApiError> {
    let Some(path) = chosen else { return Ok(None) };
    let path = path.into_path().map_err(broken)?;
    let text =
        path.to_str().ok_or_else(|| bad_arguments("the path has characters that can't be shown"))?.to_owned();
    picked.set(path);
    Ok(Some(text))
}

/// What the page suggests is a name, not a way out of the folder that the dialog shows.
fn file_name(suggested: &str) -> &str {
    suggested.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// Opens a link with the program the system has for it, never in this window.
#[tauri::command]
pub async fn open_link<R: Runtime>(url: String, app: AppHandle<R>) -> Result<(), ApiError> {
    let url = outside(&url).ok_or_else(|| bad_arguments("only web, mail and telephone links are opened"))?;
    app.opener().open_url(url.as_str(), None::<&str>).map_err(broken)
}

/// The link, if it is of a kind that only shows something: a page, a letter to write, a number to call.
fn outside(link: &str) -> Option<Url> {
    let url = Url::parse(link).ok()?;
    matches!(url.scheme(), "http" | "https" | "mailto" | "tel").then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_links_that_show_something_are_opened() {
        for link in ["https://example.org/a?b#c", "http://127.0.0.1:1/", "mailto:a@example.org", "tel:188"] {
            assert!(outside(link).is_some(), "{link}");
        }
        for link in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "data:text/html,x",
            "/etc/passwd",
            "ssh://x",
            "",
            "vscode:x",
        ] {
            assert!(outside(link).is_none(), "{link}");
        }
    }

    #[test]
    fn an_export_goes_only_where_the_person_said() {
        let life = Life::default();
        let to = |path: &str| json!({ "format": "markdown", "path": path });
        for export in ["export", "export_ledger"] {
            life.picked.set("/exports/other.md".into());
            assert!(!life.allows(export, &to("/exports/words.md")));
            life.picked.set("/exports/words.md".into());
            assert!(life.allows(export, &to("/exports/words.md")));
            assert!(!life.allows(export, &to("/exports/.profile")));
            assert!(!life.allows(export, &json!({})));
        }
        assert!(life.allows("settings", &json!({})));
    }

    #[test]
    fn a_model_file_is_added_only_when_the_person_chose_it_and_never_written_over() {
        let life = Life::default();
        let file = json!({ "path": "/models/own.gguf" });
        assert!(!life.allows("add_model_file", &file));
        life.picked_model.set("/models/own.gguf".into());
        assert!(life.allows("add_model_file", &file));
        assert!(!life.allows("add_model_file", &json!({ "path": "/models/other.gguf" })));
        assert!(!life.allows("export", &file));
    }

    #[test]
    fn a_suggested_name_never_leads_elsewhere() {
        assert_eq!(file_name("../../.bashrc"), ".bashrc");
        assert_eq!(file_name("C:\\x\\words.json"), "words.json");
        assert_eq!(file_name("words.json"), "words.json");
    }

    #[tokio::test]
    async fn who_asks_before_the_life_is_open_waits_for_it() {
        let life = Arc::new(Life::default());
        let waiting = tokio::time::timeout(std::time::Duration::from_millis(1), life.api()).await;
        assert!(waiting.is_err());
    }
}
