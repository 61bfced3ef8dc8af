//! A short list of plain crisis words, and the lines that help. Full care comes with its own rules later.

mod lines;
mod words;

pub use lines::{HelpLine, HelpLines, help_lines, lines_verified_on};
pub use words::{Crisis, crisis};

/// Whether `text` says in plain words, in Portuguese or English, that a life is in danger: the person's own, or
/// that of somebody they speak of. Accents, case, spacing and punctuation do not matter. It knows explicit words
/// only: what is merely hinted at is not found.
pub fn in_crisis(text: &str) -> bool {
    crisis(text).is_some()
}
