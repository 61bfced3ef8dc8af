//! Notices outside the window.

use crate::{
    bridge,
    window::{self, Sight},
};
use samantha_api::wire::Event;
use samantha_core::ports::{Notice, Notifier};
use std::sync::Arc;
use tauri::{AppHandle, Runtime};
use tauri_plugin_notification::{ActionPerformed, NotificationExt as _};

/// Where a notice keeps the turn it opens.
const TURN: &str = "turn";

/// The desktop's notifications.
pub struct DesktopNotifier<R: Runtime> {
    app: AppHandle<R>,
    sight: Arc<Sight>,
}

impl<R: Runtime> DesktopNotifier<R> {
    /// A notifier that knows what the person sees. A click on a notice raises the window and opens the talk at
    /// the turn it is about. Anyone on the session bus can forge such a click: it opens a view, nothing more.
    pub fn new(app: AppHandle<R>, sight: Arc<Sight>) -> Self {
        let clicked = app.clone();
        let heard = app.notification().on_action(move |action| {
            window::raise(&clicked);
            bridge::tell(&clicked, Event::OpenTalk { turn: turn_of(action) });
        });
        if let Err(error) = heard {
            log::warn!("clicks on notices are not heard: {error}");
        }
        Self { app, sight }
    }
}

impl<R: Runtime> Notifier for DesktopNotifier<R> {
    fn in_sight(&self) -> bool {
        self.sight.is_clear()
    }

    fn notify(&self, notice: Notice) {
        let mut builder = self.app.notification().builder().title(notice.title).body(notice.body);
        if let Some(turn) = notice.opens {
            builder = builder.extra(TURN, turn.0);
        }
        // Asking the bus may take a moment, and the caller may be an async task.
        tauri::async_runtime::spawn_blocking(move || {
            // `show` succeeds whether or not anyone shows it.
            if !somebody_shows_notices() {
                log::warn!("nobody on the session bus shows notifications");
            } else if let Err(error) = builder.show() {
                log::warn!("a notice could not be shown: {error}");
            }
        });
    }
}

fn turn_of(action: &ActionPerformed) -> Option<i64> {
    action.notification()?.extra().get(TURN)?.as_i64()
}

#[cfg(target_os = "linux")]
fn somebody_shows_notices() -> bool {
    let asked = || -> zbus::Result<bool> {
        let bus = zbus::blocking::Connection::session()?;
        let names = zbus::blocking::fdo::DBusProxy::new(&bus)?;
        let notices = "org.freedesktop.Notifications";
        let running = names.name_has_owner(notices.try_into()?)?;
        Ok(running || names.list_activatable_names()?.iter().any(|name| name.as_str() == notices))
    };
    asked().unwrap_or(false)
}

#[cfg(not(target_os = "linux"))]
fn somebody_shows_notices() -> bool {
    true
}
