//! Begins and ends a run.

use crate::{
    bridge::{self, Life},
    logs,
    notifier::DesktopNotifier,
    paths::Paths,
    secrets::Keyring,
    window::{self, Sight},
};
use samantha_api::{Api, Ports};
use samantha_core::{clock::SystemClock, locale::Language};
use samantha_embed::OnDemand;
use samantha_models::{Everything, local::Workers};
use std::{
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tauri::{AppHandle, Builder, Manager as _, RunEvent, Runtime, WindowEvent, Wry};
use tauri_plugin_window_state::StateFlags;

/// How long an orderly close may take before the run ends all the same. The life itself waits five seconds for
/// what is under way.
const LONGEST_CLOSE: Duration = Duration::from_secs(7);

/// Set once the run begins to end, and when somebody started her again meanwhile.
#[derive(Default)]
struct Ending {
    begun: AtomicBool,
    wanted_again: AtomicBool,
}

/// Runs until the window is closed. Exit codes: 0 closed, or handed to the Samantha that runs already; 1 no window
/// could be made; 2 there is no display.
pub fn run() -> ExitCode {
    logs::log_panics();
    if !has_display() {
        return say_and_end(no_display(Language::of_system()), 2);
    }
    let paths = match Paths::of_this_run() {
        Ok(paths) => paths,
        Err(error) => return say_and_end(&format!("{error:#}"), 1),
    };
    let mut context = tauri::generate_context!();
    // A second start finds the first by this name, so each data folder has one of its own.
    let identifier = paths.identifier(&context.config().identifier);
    context.config_mut().identifier = identifier;
    match builder::<Wry>(paths).build(context) {
        Ok(app) => {
            app.run(on_run_event);
            ExitCode::SUCCESS
        }
        Err(error) => say_and_end(&format!("{error:#}"), 1),
    }
}

fn builder<R: Runtime>(paths: Paths) -> Builder<R> {
    let window_state = tauri_plugin_window_state::Builder::new()
        .with_filename(paths.window_state().to_string_lossy())
        .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
        .build();
    let builder = Builder::new()
        // First: a second start ends here, before it touches anything.
        .plugin(tauri_plugin_single_instance::init(|app, _, _| again(app)))
        .plugin(logs::plugin(&paths))
        .plugin(window_state)
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::Builder::new().open_js_links_on_click(false).build())
        .manage(Arc::new(Life::default()))
        .manage(Ending::default())
        .invoke_handler(tauri::generate_handler![
            bridge::call,
            bridge::converse,
            bridge::pick_export_path,
            bridge::pick_model_file,
            bridge::open_link
        ])
        .on_window_event(|window, event| {
            if let WindowEvent::CloseRequested { api, .. } = event {
                api.prevent_close();
                close(window.app_handle());
            }
        })
        .setup(move |app| {
            close_on_signals(app.handle())?;
            let sight = Arc::new(Sight::default());
            open_life(app.handle(), &paths, &sight);
            window::open(app.handle(), &paths, &sight)?;
            Ok(())
        });
    #[cfg(target_os = "macos")]
    let builder = builder.on_web_content_process_terminate(|view| {
        log::warn!("the web process ended, the page is loaded anew");
        if let Err(error) = view.reload() {
            log::error!("the page could not be loaded anew: {error}");
        }
    });
    builder
}

/// Opens the life beside the window, so that neither waits for the other.
fn open_life<R: Runtime>(app: &AppHandle<R>, paths: &Paths, sight: &Arc<Sight>) {
    let (providers, shelf) = Everything::of(paths.home(), Workers::beside_the_app());
    let embedder = OnDemand::new();
    tauri::async_runtime::spawn(embedder.clone().follow(Arc::clone(&shelf)));
    let ports = Ports {
        clock: Arc::new(SystemClock),
        providers,
        shelf,
        secrets: Arc::new(Keyring::new(paths.keyring_service())),
        notifier: Arc::new(DesktopNotifier::new(app.clone(), Arc::clone(sight))),
        embedder: Arc::new(embedder),
    };
    let (app, home) = (app.clone(), paths.home().to_owned());
    tauri::async_runtime::spawn(async move {
        let life = Arc::clone(&app.state::<Arc<Life>>());
        life.begin(Api::open(home, ports).await);
        bridge::forward_events(app, life.api().await).await;
    });
}

/// Somebody started her a second time.
fn again<R: Runtime>(app: &AppHandle<R>) {
    let ending = app.state::<Ending>();
    if ending.begun.load(Ordering::SeqCst) {
        ending.wanted_again.store(true, Ordering::SeqCst);
    } else {
        window::raise(app);
    }
}

/// Begins the end of the run: the window goes at once, the process when the life is closed.
fn close<R: Runtime>(app: &AppHandle<R>) {
    if app.state::<Ending>().begun.swap(true, Ordering::SeqCst) {
        return;
    }
    log::info!("closing");
    if let Some(window) = app.get_webview_window(window::LABEL)
        && let Err(error) = window.hide()
    {
        log::warn!("the window could not be hidden: {error}");
    }
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let life = Arc::clone(&app.state::<Arc<Life>>());
        let closed = tokio::time::timeout(LONGEST_CLOSE, async { life.api().await.close().await }).await;
        match closed {
            Ok(()) => log::info!("closed"),
            Err(_) => log::error!("closing took too long; what was under way is closed at the next start"),
        }
        if app.state::<Ending>().wanted_again.load(Ordering::SeqCst) {
            app.request_restart();
        } else {
            app.exit(0);
        }
    });
}

fn on_run_event<R: Runtime>(app: &AppHandle<R>, event: RunEvent) {
    // No code: the system asks (the last window closed, the person quit from a menu). A code: `close` is done.
    if let RunEvent::ExitRequested { code: None, api, .. } = event {
        api.prevent_exit();
        close(app);
    }
}

/// Ends in good order when asked to by signal (the session ends, Ctrl+C in a terminal).
#[cfg(unix)]
fn close_on_signals<R: Runtime>(app: &AppHandle<R>) -> std::io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGINT, SIGHUP])?;
    let app = app.clone();
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for _ in &mut signals {
            close(&app);
        }
    })?;
    Ok(())
}

#[cfg(not(unix))]
fn close_on_signals<R: Runtime>(_: &AppHandle<R>) -> std::io::Result<()> {
    Ok(())
}

#[cfg(target_os = "linux")]
fn has_display() -> bool {
    // Asked first: GTK talks about locales before it says that there is no display.
    let named = ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|display| !display.is_empty()));
    named && gtk::init().is_ok()
}

#[cfg(not(target_os = "linux"))]
fn has_display() -> bool {
    true
}

fn no_display(language: Language) -> &'static str {
    match language {
        Language::PtBr => {
            "A Samantha precisa de uma tela, e aqui não há nenhuma: entre numa área de trabalho e abra de novo, ou \
             experimente com: xvfb-run -a npm start"
        }
        Language::En => {
            "Samantha needs a display, and there is none here: log in to a desktop and open her again, or try her \
             with: xvfb-run -a npm start"
        }
    }
}

/// The one place that writes to the terminal: when there is no window to say it in.
#[allow(clippy::print_stderr)]
fn say_and_end(line: &str, code: u8) -> ExitCode {
    eprintln!("{line}");
    ExitCode::from(code)
}
