//! The one lifelong conversation: turns, the episodes they belong to, their versions, and search over all of it.
//! Plain functions over a connection; what changes anything takes a transaction.

mod episode;
pub mod export;
pub mod forgetting;
pub mod picture;
pub mod search;
pub mod summary;
mod turn;
mod version;

pub use episode::SILENCE;
pub use turn::{
    Answer, Moment, NewTurn, Page, PageFrom, Speaker, Turn, TurnState, Walk, Words, begin_answer, by_id,
    by_uid, close_answer, close_left_open, count, edit, edit_target, if_there, keep_words, keep_written,
    last, latest, page, reopen_if_empty, reply_to, write_answer,
};
pub use version::{Version, begin_attempt, by_version_id, close_attempt, of_turn, write_attempt};
