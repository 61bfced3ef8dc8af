//! Which worker programs there are, and how long each thing may take.

use std::{
    env::consts::EXE_SUFFIX,
    path::{Path, PathBuf},
    time::Duration,
};

/// A program that can run a model, and where it computes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    pub program: PathBuf,
    /// Layers given to the graphics processor; 0 is the processor alone.
    pub gpu_layers: u32,
}

/// The ways there are, the best first; the last computes on the processor alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workers {
    pub(crate) ways: Vec<Way>,
    pub(crate) patience: Patience,
}

/// How long each thing may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// Unloaded when nobody asked for this long.
    pub idle: Duration,
    /// Loading may take this long, and a second more for each 20 MB of the file.
    pub load: Duration,
    /// While it answers, something is heard at least this often.
    pub silence: Duration,
    /// After a stop the computation ends within this time, or the worker is ended.
    pub stop: Duration,
    /// A probe may take this long, and a second more for each 20 MB of the file.
    pub probe: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            idle: Duration::from_secs(600),
            load: Duration::from_secs(60),
            silence: Duration::from_secs(120),
            stop: Duration::from_millis(400),
            probe: Duration::from_secs(60),
        }
    }
}

/// More than any model has.
const ALL_LAYERS: u32 = 10_000;

impl Workers {
    /// The programs that lie beside the app. In a developer's build those of the release profile will do: the C++ in
    /// them is compiled once.
    pub fn beside_the_app() -> Self {
        let beside = std::env::current_exe().ok().and_then(|app| app.parent().map(Path::to_owned));
        let release = beside.as_ref().and_then(|folder| folder.parent()).map(|target| target.join("release"));
        let folders: Vec<_> = beside.into_iter().chain(release.filter(|_| cfg!(debug_assertions))).collect();
        let found = |name: &str| {
            folders
                .iter()
                .map(|folder| folder.join(format!("{name}{EXE_SUFFIX}")))
                .find(|path| path.is_file())
        };
        let plain = found("samantha-local");
        let graphics = if cfg!(target_os = "macos") { plain.clone() } else { found("samantha-local-vulkan") };
        let of = |program: Option<PathBuf>, gpu_layers| program.map(|program| Way { program, gpu_layers });
        Self::of(of(graphics, ALL_LAYERS).into_iter().chain(of(plain, 0)).collect())
    }

    /// Exactly these.
    pub fn of(ways: Vec<Way>) -> Self {
        Self { ways, patience: Patience::default() }
    }

    /// The same, with other limits of time.
    #[must_use]
    pub fn with_patience(self, patience: Patience) -> Self {
        Self { patience, ..self }
    }

    /// Whether there is any.
    pub fn any(&self) -> bool {
        !self.ways.is_empty()
    }

    /// The one that computes on the processor alone.
    pub(crate) fn plain(&self) -> Option<&Way> {
        self.ways.last()
    }
}

/// How much longer a file of this size may take.
pub(crate) fn longer_for(bytes: u64) -> Duration {
    Duration::from_secs(bytes / 20_000_000)
}
