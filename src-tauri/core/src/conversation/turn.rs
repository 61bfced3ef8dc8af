//! One thing said, by either side.

use super::{episode, picture};
use crate::{
    clock::{Clock, local_at},
    error::{Kind, kind},
    id::{EpisodeId, PictureId, TurnId, Uid},
    store::words,
};
use anyhow::Result;
use chrono::{DateTime, FixedOffset, TimeZone as _};
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction};

/// Who said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    User,
    Companion,
}

/// How a turn stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TurnState {
    /// Whole.
    Complete,
    /// Being answered now; after a crash, until the next opening closes it.
    Streaming,
    /// The person stopped it.
    Stopped,
    /// It ended in the middle: the model's doing, or the app's.
    CutOff,
}

macro_rules! as_text {
    ($name:ident { $($variant:ident = $text:literal),* }) => {
        impl rusqlite::ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
                match self { $( Self::$variant => $text.to_sql(), )* }
            }
        }
        impl rusqlite::types::FromSql for $name {
            fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
                match value.as_str()? {
                    $( $text => Ok(Self::$variant), )*
                    _ => Err(rusqlite::types::FromSqlError::InvalidType),
                }
            }
        }
    };
}
as_text!(Speaker { User = "user", Companion = "companion" });
as_text!(TurnState { Complete = "complete", Streaming = "streaming", Stopped = "stopped", CutOff = "cut_off" });

/// A moment as it is kept: the instant, and the wall clock it was read on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Unix milliseconds UTC.
    pub at: i64,
    /// IANA name.
    pub zone: String,
    /// Seconds east of UTC.
    pub offset_seconds: i32,
}

impl Moment {
    /// Now.
    pub fn of(clock: &dyn Clock) -> Self {
        let (now, zone) = (clock.now(), clock.zone());
        let local = local_at(now, zone);
        Self {
            at: now.timestamp_millis(),
            zone: zone.name().to_owned(),
            offset_seconds: local.offset().local_minus_utc(),
        }
    }

    /// On the wall clock it was read on. A stored time beyond chrono's range reads as the epoch.
    pub fn local(&self) -> DateTime<FixedOffset> {
        let utc = FixedOffset::east_opt(0).and_then(|zero| zero.timestamp_millis_opt(self.at).single());
        let offset = FixedOffset::east_opt(self.offset_seconds);
        let utc = utc.unwrap_or_default();
        offset.map_or(utc, |offset| utc.with_timezone(&offset))
    }
}

/// Who gives an answer. Both empty: the Listener.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    pub model: String,
    /// Empty when the words stay on this computer.
    pub host: String,
    /// Why the chosen model did not give it, or not all of it: a `ModelErrorKind`'s code, or empty.
    pub failure: String,
}

/// A turn as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    pub id: TurnId,
    pub uid: Uid,
    pub episode: EpisodeId,
    pub speaker: Speaker,
    /// Markdown.
    pub text: String,
    pub state: TurnState,
    pub said: Moment,
    pub reply_to: Option<TurnId>,
    pub answer: Answer,
    /// Set while a removal can be undone: Unix milliseconds UTC at which it becomes final.
    pub forgotten_at: Option<i64>,
    /// How many versions are kept.
    pub versions: u32,
    /// What was shown beside the words, in order.
    pub pictures: Vec<picture::Kept>,
    /// How many memories an answer was given.
    pub recalled: u32,
}

pub(super) const COLUMNS: &str = "id, uid, episode, speaker, text, state, said_at, zone, offset_seconds, reply_to, model, \
     host, failure, forgotten_at, (SELECT count(*) FROM version WHERE version.turn = turn.id AND version.state != 'streaming'), \
     (SELECT group_concat(picture.id || ' ' || width || ' ' || height || ' ' || length(bytes) ORDER BY picture.id) \
      FROM picture WHERE picture.turn = turn.id), (SELECT count(*) FROM recalled WHERE recalled.answer = turn.id)";

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Turn> {
    let some = |n: i64| (n != 0).then_some(n);
    Ok(Turn {
        id: row.get(0)?,
        uid: row.get(1)?,
        episode: row.get(2)?,
        speaker: row.get(3)?,
        text: row.get(4)?,
        state: row.get(5)?,
        said: Moment { at: row.get(6)?, zone: row.get(7)?, offset_seconds: row.get(8)? },
        reply_to: some(row.get(9)?).map(TurnId),
        answer: Answer { model: row.get(10)?, host: row.get(11)?, failure: row.get(12)? },
        forgotten_at: some(row.get(13)?),
        versions: row.get(14)?,
        pictures: row.get::<_, Option<String>>(15)?.map_or(Vec::new(), |list| picture::read_list(&list)),
        recalled: row.get(16)?,
    })
}

/// The turn of this id, hidden ones included.
///
/// # Errors
/// [`Kind::Gone`] when there is none.
pub fn by_id(c: &Connection, id: TurnId) -> Result<Turn> {
    if_there(c, id)?.ok_or_else(|| kind(Kind::Gone, format!("turn {id} is not there any more")))
}

/// As [`by_id`], with `None` when there is none.
///
/// # Errors
/// When the store can't be read.
pub fn if_there(c: &Connection, id: TurnId) -> Result<Option<Turn>> {
    Ok(c.prepare_cached(&format!("SELECT {COLUMNS} FROM turn WHERE id = ?1"))?
        .query_row([id], read)
        .optional()?)
}

/// The turn of this uid, if there is one.
///
/// # Errors
/// When the store can't be read.
pub fn by_uid(c: &Connection, uid: Uid) -> Result<Option<Turn>> {
    Ok(c.prepare_cached(&format!("SELECT {COLUMNS} FROM turn WHERE uid = ?1"))?
        .query_row([uid], read)
        .optional()?)
}

/// The newest turn that isn't hidden.
///
/// # Errors
/// When the store can't be read.
pub fn last(c: &Connection) -> Result<Option<Turn>> {
    let mut newest = None;
    latest(c, None, |turn| {
        newest = Some(turn);
        Walk::Stop
    })?;
    Ok(newest)
}

/// The answer to the user's turn `to`, if it has one.
///
/// # Errors
/// When the store can't be read.
pub fn reply_to(c: &Connection, to: TurnId) -> Result<Option<Turn>> {
    let sql =
        format!("SELECT {COLUMNS} FROM turn WHERE reply_to = ?1 AND forgotten_at = 0 ORDER BY id LIMIT 1");
    Ok(c.prepare_cached(&sql)?.query_row([to], read).optional()?)
}

/// How many turns are kept, hidden ones left out.
///
/// # Errors
/// When the store can't be read.
pub fn count(c: &Connection) -> Result<u64> {
    let all: i64 = c.query_row("SELECT count(*) FROM turn", [], |row| row.get(0))?;
    let hidden: i64 =
        c.query_row("SELECT count(*) FROM turn WHERE forgotten_at != 0", [], |row| row.get(0))?;
    Ok((all - hidden).unsigned_abs())
}

/// Whether a walk goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Walk {
    On,
    Stop,
}

/// Walks back from the newest turn (or from before `before`), hidden and streaming ones left out.
///
/// # Errors
/// When the store can't be read.
pub fn latest(c: &Connection, before: Option<TurnId>, mut visit: impl FnMut(Turn) -> Walk) -> Result<()> {
    let sql = format!(
        "SELECT {COLUMNS} FROM turn WHERE id < ?1 AND forgotten_at = 0 AND state != 'streaming' ORDER BY id DESC"
    );
    let mut statement = c.prepare_cached(&sql)?;
    let mut rows = statement.query([before.map_or(i64::MAX, |id| id.0)])?;
    while let Some(row) = rows.next()? {
        if visit(read(row)?) == Walk::Stop {
            break;
        }
    }
    Ok(())
}

/// Turns in order, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub turns: Vec<Turn>,
    pub has_earlier: bool,
    pub has_later: bool,
}

/// Which page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageFrom {
    Latest,
    Before(TurnId),
    After(TurnId),
    /// The turn in the middle. Where it is gone, what stood around its place.
    Around(TurnId),
}

/// A page of at most `limit` turns.
///
/// # Errors
/// When the store can't be read.
pub fn page(c: &Connection, from: PageFrom, limit: u32) -> Result<Page> {
    let half = limit / 2;
    let mut turns = match from {
        PageFrom::Latest => backwards(c, i64::MAX, limit)?,
        PageFrom::Before(id) => backwards(c, id.0, limit)?,
        PageFrom::After(_) => Vec::new(),
        PageFrom::Around(id) => backwards(c, id.0, half)?,
    };
    match from {
        PageFrom::Latest | PageFrom::Before(_) => {}
        PageFrom::After(id) => turns.extend(forwards(c, id.0.saturating_add(1), limit)?),
        PageFrom::Around(id) => turns.extend(forwards(c, id.0, limit - half)?),
    }
    let beyond = |sql: &str, id: i64| -> Result<bool> { Ok(c.prepare_cached(sql)?.exists([id])?) };
    let (first, last) = match (turns.first(), turns.last()) {
        (Some(first), Some(last)) => (first.id.0, last.id.0),
        // An empty page lies beyond an end: the turns are all on the other side.
        _ => match from {
            PageFrom::Latest | PageFrom::Around(_) => (0, i64::MAX),
            PageFrom::Before(id) => (0, id.0 - 1),
            PageFrom::After(id) => (id.0 + 1, i64::MAX),
        },
    };
    let has_earlier =
        beyond("SELECT 1 FROM turn WHERE id < ?1 AND forgotten_at = 0 ORDER BY id DESC LIMIT 1", first)?;
    let has_later =
        beyond("SELECT 1 FROM turn WHERE id > ?1 AND forgotten_at = 0 ORDER BY id LIMIT 1", last)?;
    Ok(Page { turns, has_earlier, has_later })
}

fn backwards(c: &Connection, before: i64, limit: u32) -> Result<Vec<Turn>> {
    let sql =
        format!("SELECT {COLUMNS} FROM turn WHERE id < ?1 AND forgotten_at = 0 ORDER BY id DESC LIMIT ?2");
    let mut turns =
        c.prepare_cached(&sql)?.query_map((before, limit), read)?.collect::<rusqlite::Result<Vec<_>>>()?;
    turns.reverse();
    Ok(turns)
}

fn forwards(c: &Connection, from: i64, limit: u32) -> Result<Vec<Turn>> {
    let sql = format!("SELECT {COLUMNS} FROM turn WHERE id >= ?1 AND forgotten_at = 0 ORDER BY id LIMIT ?2");
    Ok(c.prepare_cached(&sql)?.query_map((from, limit), read)?.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// What a turn begins with.
#[derive(Clone, Debug)]
pub struct NewTurn<'a> {
    pub uid: Uid,
    pub speaker: Speaker,
    pub text: &'a str,
    pub state: TurnState,
    pub said: &'a Moment,
    pub reply_to: Option<TurnId>,
    pub answer: &'a Answer,
}

/// Adds a turn as the newest one, in the episode its moment belongs to. Whole turns are indexed at once.
///
/// # Errors
/// When it can't be written.
pub fn keep_written(tx: &Transaction<'_>, new: &NewTurn<'_>) -> Result<TurnId> {
    let episode = episode::at(tx, new.said.at)?;
    tx.prepare_cached(
        "INSERT INTO turn(uid, episode, speaker, text, state, said_at, zone, offset_seconds, reply_to, model, host, failure)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(rusqlite::params![
        new.uid,
        episode,
        new.speaker,
        new.text,
        new.state,
        new.said.at,
        new.said.zone,
        new.said.offset_seconds,
        new.reply_to.map_or(0, |id| id.0),
        new.answer.model,
        new.answer.host,
        new.answer.failure,
    ])?;
    let id = TurnId(tx.last_insert_rowid());
    if new.state != TurnState::Streaming {
        index(tx, id, new.text)?;
    }
    Ok(id)
}

/// The person's words, as they are kept.
#[derive(Clone, Debug)]
pub struct Words {
    pub turn: Turn,
    /// False when these words (this uid) were kept before.
    pub new: bool,
}

/// Keeps what the person said, and these pictures of the draft as shown with it. Saying it twice (the same uid) keeps it
/// once.
///
/// # Errors
/// When it can't be written, [`Kind::Gone`] when a picture isn't on the draft any more, [`Kind::TooManyPictures`]: nothing
/// is kept then.
pub fn keep_words(
    tx: &Transaction<'_>,
    uid: Uid,
    text: &str,
    said: &Moment,
    pictures: &[PictureId],
) -> Result<Words> {
    if let Some(turn) = by_uid(tx, uid)? {
        return Ok(Words { turn, new: false });
    }
    let answer = Answer::default();
    let speaker = Speaker::User;
    let state = TurnState::Complete;
    let id = keep_written(tx, &NewTurn { uid, speaker, text, state, said, reply_to: None, answer: &answer })?;
    picture::bind(tx, id, pictures)?;
    Ok(Words { turn: by_id(tx, id)?, new: true })
}

/// Opens an answer with its first words. It is indexed when it is closed.
///
/// # Errors
/// When it can't be written.
pub fn begin_answer(
    tx: &Transaction<'_>,
    reply_to: Option<TurnId>,
    text: &str,
    answer: &Answer,
    said: &Moment,
) -> Result<TurnId> {
    let (uid, speaker, state) = (Uid::random()?, Speaker::Companion, TurnState::Streaming);
    keep_written(tx, &NewTurn { uid, speaker, text, state, said, reply_to, answer })
}

/// Keeps what has streamed so far.
///
/// # Errors
/// [`Kind::Gone`] when the answer was removed meanwhile.
pub fn write_answer(tx: &Transaction<'_>, id: TurnId, text: &str, answer: &Answer) -> Result<()> {
    let sql = "UPDATE turn SET text = ?2, model = ?3, host = ?4 WHERE id = ?1 AND state = 'streaming'";
    let n = tx.prepare_cached(sql)?.execute((id, text, &answer.model, &answer.host))?;
    if n == 0 { Err(kind(Kind::Gone, "the answer was removed")) } else { Ok(()) }
}

/// Ends an answer that is streaming, and indexes it.
///
/// # Errors
/// [`Kind::Gone`] when the answer was removed meanwhile.
pub fn close_answer(
    tx: &Transaction<'_>,
    id: TurnId,
    text: &str,
    state: TurnState,
    answer: &Answer,
) -> Result<Turn> {
    write_answer(tx, id, text, answer)?;
    tx.prepare_cached("UPDATE turn SET state = ?2, failure = ?3 WHERE id = ?1")?.execute((
        id,
        state,
        &answer.failure,
    ))?;
    index(tx, id, text)?;
    by_id(tx, id)
}

/// Closes what a crash left open: answers and attempts become cut off, empty attempts go. Gives the turns.
///
/// # Errors
/// When it can't be written.
pub fn close_left_open(tx: &Transaction<'_>) -> Result<Vec<TurnId>> {
    let open = tx
        .prepare("SELECT id, text FROM turn WHERE state = 'streaming' ORDER BY id")?
        .query_map([], |row| Ok((row.get::<_, TurnId>(0)?, row.get::<_, String>(1)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for (id, text) in &open {
        tx.execute("UPDATE turn SET state = 'cut_off' WHERE id = ?1", [id])?;
        index(tx, *id, text)?;
    }
    let mut closed: Vec<TurnId> = open.into_iter().map(|(id, _)| id).collect();
    closed.extend(super::version::close_left_open(tx)?);
    Ok(closed)
}

/// The user's turn `id`, if its words may still be changed: it must be their last.
///
/// # Errors
/// [`Kind::Gone`]; [`Kind::NotNow`] when something was said after it.
pub fn edit_target(c: &Connection, id: TurnId) -> Result<Turn> {
    let turn = by_id(c, id)?;
    let later = c
        .prepare_cached("SELECT 1 FROM turn WHERE id > ?1 AND speaker = 'user' AND forgotten_at = 0 LIMIT 1")?
        .exists([id])?;
    if turn.speaker != Speaker::User || turn.forgotten_at.is_some() || later {
        return Err(kind(Kind::NotNow, "only the person's last turn can be edited"));
    }
    Ok(turn)
}

/// Gives the user's last turn new words; the old ones become a version, and so does its answer, which is opened
/// anew. Returns the turn and its answer.
///
/// # Errors
/// As [`edit_target`].
pub fn edit(tx: &Transaction<'_>, id: TurnId, text: &str, now: &Moment) -> Result<(Turn, Option<Turn>)> {
    let old = edit_target(tx, id)?;
    // A picture alone said nothing worth a version.
    if !old.text.is_empty() {
        super::version::keep(tx, &old)?;
    }
    unindex(tx, id, &old.text)?;
    tx.execute("UPDATE turn SET text = ?2 WHERE id = ?1", (id, text))?;
    index(tx, id, text)?;
    let reply = reply_to(tx, id)?;
    if let Some(reply) = &reply {
        if !reply.text.is_empty() {
            super::version::keep(tx, reply)?;
        }
        unindex(tx, reply.id, &reply.text)?;
        tx.execute(
            "UPDATE turn SET text = '', state = 'streaming', failure = '', model = '', host = '', said_at = ?2,
             zone = ?3, offset_seconds = ?4 WHERE id = ?1",
            (reply.id, now.at, &now.zone, now.offset_seconds),
        )?;
    }
    Ok((by_id(tx, id)?, reply.map(|reply| by_id(tx, reply.id)).transpose()?))
}

/// Opens an answer that has no words (it was stopped or failed before its first) anew. One with words is left alone:
/// it gets an attempt. Says which.
///
/// # Errors
/// [`Kind::NotNow`] when it is no answer or is being made; [`Kind::Gone`].
pub fn reopen_if_empty(tx: &Transaction<'_>, id: TurnId, now: &Moment) -> Result<bool> {
    let turn = by_id(tx, id)?;
    if turn.speaker != Speaker::Companion || turn.state == TurnState::Streaming || turn.forgotten_at.is_some()
    {
        return Err(kind(Kind::NotNow, "there is no answer here to ask again for"));
    }
    if !turn.text.is_empty() {
        return Ok(false);
    }
    unindex(tx, id, "")?;
    tx.execute(
        "UPDATE turn SET state = 'streaming', failure = '', said_at = ?2, zone = ?3, offset_seconds = ?4 WHERE id = ?1",
        (id, now.at, &now.zone, now.offset_seconds),
    )?;
    Ok(true)
}

pub(super) fn index(tx: &Connection, id: TurnId, text: &str) -> Result<()> {
    tx.prepare_cached("INSERT INTO words(rowid, text) VALUES (?1, ?2)")?
        .execute((id, words::indexed(text)))?;
    Ok(())
}

/// Takes a text out of the index; it must be the one that was put in.
pub(super) fn unindex(tx: &Connection, id: TurnId, text: &str) -> Result<()> {
    tx.prepare_cached("INSERT INTO words(words, rowid, text) VALUES ('delete', ?1, ?2)")?
        .execute((id, words::indexed(text)))?;
    Ok(())
}
