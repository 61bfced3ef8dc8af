//! The side of the app: a process that can be killed, or a machine that can lose its power. The client (the page's
//! side) survives both, and knows them only through this.

use anyhow::Result;
use samantha_api::wire::{ApiError, Converse, Delta};
use serde_json::Value;
use std::{path::PathBuf, time::Instant};

/// What the client is about to ask for. A side is doomed in one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    Open,
    Migrate,
    Keep,
    Answer,
    Edit,
    Retry,
    Delete,
    Forget,
    Copy,
    Close,
}

impl Deed {
    pub const ALL: [Self; 10] = [
        Self::Open,
        Self::Migrate,
        Self::Keep,
        Self::Answer,
        Self::Edit,
        Self::Retry,
        Self::Delete,
        Self::Forget,
        Self::Copy,
        Self::Close,
    ];

    /// As the table names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "opening",
            Self::Migrate => "migration",
            Self::Keep => "keeping words",
            Self::Answer => "mid-answer",
            Self::Edit => "editing",
            Self::Retry => "asking again",
            Self::Delete => "deleting",
            Self::Forget => "forgetting and checkpoint",
            Self::Copy => "making a copy",
            Self::Close => "closing",
        }
    }
}

/// It went down: killed, or without power.
#[derive(Debug)]
pub struct Down;

/// One running app.
pub trait Side {
    /// Tells what comes next; a doomed side sets its end accordingly.
    fn about_to(&mut self, deed: Deed);

    /// Asks for something that streams; ends with the stream. After `stop_after` pieces it is stopped.
    fn converse(
        &mut self,
        ask: &Converse,
        stop_after: Option<usize>,
        shown: &mut dyn FnMut(Instant, Delta),
    ) -> Result<(), Down>;

    /// Asks for something that has one reply.
    fn call(&mut self, name: &str, args: Value) -> Result<Result<Value, ApiError>, Down>;

    /// Lets the person's clock run ahead by this many seconds.
    fn advance(&mut self, seconds: i64) -> Result<(), Down>;

    /// What is still to be forgotten, in words; `None` when all is forgotten, and checkpointed.
    fn due(&mut self) -> Result<Option<String>, Down>;

    /// Closes in order.
    fn close(&mut self) -> Result<(), Down>;

    /// When it went down.
    fn down_at(&self) -> Option<Instant>;

    /// A connection of the tester's own to the same database.
    fn peek(&self) -> Result<rusqlite::Connection>;

    /// Every file the app has, with what is in it.
    fn files(&self) -> Result<Vec<(PathBuf, Vec<u8>)>>;
}
