//! The one window: how it is made, what its page may not do, whether the person can see it.

use crate::{bridge, bridge::Life, paths::Paths};
use samantha_api::wire::Event;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use tauri::{
    AppHandle, Manager as _, Runtime, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    utils::config::Color,
    webview::{NewWindowResponse, PageLoadEvent, PermissionResponse},
};

/// The window's label.
pub const LABEL: &str = "main";

/// Logical pixels at the first open.
const SIZE: (f64, f64) = (1080.0, 780.0);
/// Logical pixels; below this the talk would not read well.
const SMALLEST: (f64, f64) = (380.0, 480.0);
/// What the window shows until the page has painted: the field behind the talk, by day and by night.
const BY_DAY: Color = Color(0xff, 0xf6, 0xef, 0xff);
const BY_NIGHT: Color = Color(0x1d, 0x11, 0x0f, 0xff);

/// Asks the life to open before the page's own script is read, so that the answer is there when it runs. The page takes
/// it in `ui/src/ipc/tauri.js`.
const OPEN_EARLY: &str = "window.__SAMANTHA_OPENING__ = \
    window.__TAURI_INTERNALS__.invoke('call', { name: 'open', args: {} }); \
    window.__SAMANTHA_OPENING__.catch(() => {});";

/// Whether the person can see the talk, as the window system last said.
#[derive(Debug)]
pub struct Sight {
    shown: AtomicBool,
    focused: AtomicBool,
}

impl Default for Sight {
    fn default() -> Self {
        Self { shown: AtomicBool::new(true), focused: AtomicBool::new(false) }
    }
}

impl Sight {
    /// Shown, not minimised, and the window the person works in.
    pub fn is_clear(&self) -> bool {
        self.shown.load(Ordering::Relaxed) && self.focused.load(Ordering::Relaxed)
    }

    /// Returns whether being shown changed.
    fn set_shown(&self, shown: bool) -> bool {
        self.shown.swap(shown, Ordering::Relaxed) != shown
    }

    fn set_focused(&self, focused: bool) {
        self.focused.store(focused, Ordering::Relaxed);
    }
}

/// Makes the window. It shows at once, in the colour of the page, and the page draws over it.
///
/// # Errors
/// When the system gives no window or no web view.
pub fn open<R: Runtime>(
    app: &AppHandle<R>,
    paths: &Paths,
    sight: &Arc<Sight>,
) -> tauri::Result<WebviewWindow<R>> {
    let reloads = app.clone();
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
        .title("Samantha")
        .inner_size(SIZE.0, SIZE.1)
        .min_inner_size(SMALLEST.0, SMALLEST.1)
        .background_color(BY_DAY)
        .initialization_script(OPEN_EARLY)
        .zoom_hotkeys_enabled(true)
        .devtools(cfg!(debug_assertions))
        // The page stores nothing: what it knows is in the life. WebKitWebDriver can't drive a private view.
        .incognito(!under_automation())
        .data_directory(paths.web())
        .disable_drag_drop_handler()
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .on_permission_request(|_, _| PermissionResponse::Deny)
        .on_page_load(move |_, load| {
            if load.event() == PageLoadEvent::Started {
                reloads.state::<Arc<Life>>().turn_page();
            }
        })
        .build()?;
    if matches!(window.theme(), Ok(tauri::Theme::Dark)) {
        window.set_background_color(Some(BY_NIGHT))?;
    }
    watch(&window, sight)?;
    Ok(window)
}

/// Brings the window before the person's eyes.
pub fn raise<R: Runtime>(app: &AppHandle<R>) {
    let raised = app.clone();
    let asked = app.run_on_main_thread(move || {
        let Some(window) = raised.get_webview_window(LABEL) else { return };
        if let Err(error) = present(&window) {
            log::warn!("the window could not be raised: {error}");
        }
    });
    if let Err(error) = asked {
        log::warn!("the window could not be raised: {error}");
    }
}

#[cfg(target_os = "linux")]
fn present<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    use gtk::prelude::{GtkWindowExt as _, WidgetExt as _};
    // `set_focus` does nothing while the window is minimised, and the end of that is told only later.
    let window = window.gtk_window()?;
    window.show();
    window.deiconify();
    window.present_with_time(u32::try_from(gtk::glib::monotonic_time() / 1000).unwrap_or_default());
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn present<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    window.show()?;
    window.unminimize()?;
    window.set_focus()
}

/// Everything the page is made of comes from inside the app; in a development build, from the server on loopback.
fn is_own_page(url: &Url) -> bool {
    match (url.scheme(), url.host_str()) {
        ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost")) => true,
        ("http", Some("127.0.0.1")) => cfg!(not(feature = "custom-protocol")) && url.port() == Some(1420),
        _ => false,
    }
}

/// Whether a test drives the page. Tauri itself reads the same variable.
fn under_automation() -> bool {
    std::env::var("TAURI_WEBVIEW_AUTOMATION").as_deref() == Ok("true")
}

fn tell_sight<R: Runtime>(app: &AppHandle<R>, sight: &Sight, shown: bool) {
    if sight.set_shown(shown) {
        bridge::tell(app, Event::Sight { visible: shown });
    }
}

#[cfg(target_os = "linux")]
fn watch<R: Runtime>(window: &WebviewWindow<R>, sight: &Arc<Sight>) -> tauri::Result<()> {
    use gtk::{gdk::WindowState, glib::Propagation, prelude::WidgetExt as _};
    let (app, sight) = (window.app_handle().clone(), Arc::clone(sight));
    window.gtk_window()?.connect_window_state_event(move |_, change| {
        let state = change.new_window_state();
        sight.set_focused(state.contains(WindowState::FOCUSED));
        tell_sight(&app, &sight, !state.intersects(WindowState::ICONIFIED | WindowState::WITHDRAWN));
        Propagation::Proceed
    });
    window.with_webview(|view| {
        let view = view.inner();
        draw_without_gpu(&view);
        reload_when_it_dies(&view);
    })
}

/// A page of text and one small drawing is painted more cheaply than it is composited. Measured without a GPU, with
/// 2,000 turns kept: 131 MiB instead of 232 for the web process, 0.7 % of a core instead of 11 % when idle.
#[cfg(target_os = "linux")]
fn draw_without_gpu(view: &webkit2gtk::WebView) {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt as _};
    if let Some(settings) = webkit2gtk::WebViewExt::settings(view) {
        settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
    }
}

#[cfg(not(target_os = "linux"))]
fn watch<R: Runtime>(window: &WebviewWindow<R>, sight: &Arc<Sight>) -> tauri::Result<()> {
    let (watched, sight) = (window.clone(), Arc::clone(sight));
    window.on_window_event(move |event| {
        if let tauri::WindowEvent::Focused(focused) = event {
            sight.set_focused(*focused);
        }
        if matches!(event, tauri::WindowEvent::Focused(_) | tauri::WindowEvent::Resized(_)) {
            let shown = watched.is_visible().unwrap_or(true) && !watched.is_minimized().unwrap_or(false);
            tell_sight(watched.app_handle(), &sight, shown);
        }
    });
    Ok(())
}

/// A web process that dies again within this time of the last is left alone: it would go on dying.
#[cfg(target_os = "linux")]
const SOON: std::time::Duration = std::time::Duration::from_secs(10);

#[cfg(target_os = "linux")]
fn reload_when_it_dies(view: &webkit2gtk::WebView) {
    use webkit2gtk::WebViewExt as _;
    let last = std::cell::Cell::new(None::<std::time::Instant>);
    view.connect_web_process_terminated(move |view, reason| {
        let again = last.get().is_some_and(|died| died.elapsed() < SOON);
        log::warn!(
            "the web process ended ({reason:?}), {}",
            if again { "again" } else { "the page is loaded anew" }
        );
        last.set(Some(std::time::Instant::now()));
        if !again {
            view.reload();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_never_leaves_its_own_page() {
        let goes = |url: &str| is_own_page(&Url::parse(url).unwrap());
        assert!(goes("tauri://localhost/index.html"));
        for elsewhere in [
            "https://example.org/",
            "http://localhost/",
            "file:///etc/passwd",
            "data:text/html,x",
            "tauri://other/",
        ] {
            assert!(!goes(elsewhere), "{elsewhere}");
        }
    }

    #[test]
    fn the_talk_is_in_sight_only_when_shown_and_focused() {
        let sight = Sight::default();
        assert!(!sight.is_clear());
        sight.set_focused(true);
        assert!(sight.is_clear());
        assert!(sight.set_shown(false));
        assert!(!sight.set_shown(false), "only a change is told");
        assert!(!sight.is_clear());
    }
}
