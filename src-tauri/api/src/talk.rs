//! The talk: pages, search, versions, removal, and the stream of an answer.

use crate::{
    Api, convert, on_the_wire,
    remembering::with_wishes,
    wire::{
        Converse, Deleted, Delta, Hits, Nothing, Page, PageArgs, PageFrom, SearchArgs, Sent, SentMessage,
        TextArgs, Turn, TurnArgs, Version,
    },
};
use anyhow::Result;
use samantha_core::{
    companion::Companion,
    conversation::{self, search as core_search},
    dialogue::{
        Begun, Request,
        running::{End, Running, Update},
    },
    error::{Kind, kind},
    id::{PictureId, TurnId, Uid},
    ports::Role,
};
use std::{sync::Arc, time::Duration};

/// Hits on one page.
const HITS: usize = 30;

pub(crate) async fn page(api: &Api, args: PageArgs) -> Result<Page> {
    if !(1..=200).contains(&args.limit) {
        return Err(kind(Kind::BadInput, "a page has 1 to 200 turns"));
    }
    let from = match args.from {
        PageFrom::Latest => conversation::PageFrom::Latest,
        PageFrom::Before(id) => conversation::PageFrom::Before(TurnId(id)),
        PageFrom::After(id) => conversation::PageFrom::After(TurnId(id)),
        PageFrom::Around(id) => conversation::PageFrom::Around(TurnId(id)),
    };
    let companion = api.companion().await?;
    let page = companion.store().read(move |c| conversation::page(c, from, args.limit)).await?;
    shown(&companion, page).await
}

/// A page as it is shown: what is off the record stands after all that is kept.
pub(crate) async fn shown(companion: &Companion, mut page: conversation::Page) -> Result<Page> {
    if !page.has_later {
        page.turns.extend(companion.dialogue().held());
    }
    let turns = with_wishes(companion, &page.turns).await?;
    Ok(Page { turns, has_earlier: page.has_earlier, has_later: page.has_later })
}

pub(crate) async fn search(api: &Api, args: SearchArgs) -> Result<Hits> {
    let before = args.before.map(TurnId);
    let found = api
        .companion()
        .await?
        .store()
        .read(move |c| core_search::search(c, &args.query, before, HITS))
        .await?;
    Ok(Hits {
        hits: found.hits.iter().map(convert::hit).collect(),
        more_before: found.more_before.map(|id| id.0),
    })
}

pub(crate) async fn versions(api: &Api, args: TurnArgs) -> Result<Vec<Version>> {
    let versions =
        api.companion().await?.store().read(move |c| conversation::of_turn(c, TurnId(args.turn))).await?;
    Ok(versions.iter().map(convert::version).collect())
}

pub(crate) async fn delete_turn(api: &Api, args: TurnArgs) -> Result<Deleted> {
    let undo_until = api.companion().await?.delete_turn(TurnId(args.turn)).await?;
    Ok(Deleted { undo_until })
}

pub(crate) async fn restore_turn(api: &Api, args: TurnArgs) -> Result<()> {
    api.companion().await?.restore_turn(TurnId(args.turn)).await
}

pub(crate) async fn sent(api: &Api, args: TurnArgs) -> Result<Option<Sent>> {
    let companion = api.companion().await?;
    let Some(sent) = companion.dialogue().sent(TurnId(args.turn)) else { return Ok(None) };
    let oldest = sent.oldest.map_or(0, |id| id.0);
    let left_out = companion
        .store()
        .read(move |c| {
            let sql = "SELECT count(*) FROM turn WHERE id < ?1 AND forgotten_at = 0";
            Ok(c.query_row(sql, [oldest], |row| row.get::<_, u32>(0))?)
        })
        .await?;
    let messages = sent
        .messages
        .into_iter()
        .map(|message| {
            let role = match message.role {
                Role::System => "system",
                Role::User => "user",
                Role::Assistant => "assistant",
                Role::Tool => "tool",
            };
            SentMessage {
                role: role.to_owned(),
                text: message.text,
                pictures: u32::try_from(message.pictures.len()).unwrap_or(u32::MAX),
                calls: message
                    .calls
                    .iter()
                    .map(|call| format!("{}({})", call.name, call.arguments))
                    .collect(),
            }
        })
        .collect();
    let (host, model, at) = (sent.host, sent.model, sent.at);
    Ok(Some(Sent { host, model, at, messages, tokens: sent.tokens, budget: sent.budget, left_out }))
}

pub(crate) async fn save_draft(api: &Api, args: TextArgs) -> Result<()> {
    let companion = api.companion().await?;
    if companion.dialogue().is_off_record() {
        return Ok(());
    }
    // Who types is about to say something.
    companion.embedder().warm();
    companion.save_draft(args.text).await
}

pub(crate) async fn stop(api: &Api, _: Nothing) -> Result<()> {
    api.companion().await?.dialogue().stop().await;
    Ok(())
}

pub(crate) async fn converse(api: &Api, request: Converse, mut sink: impl FnMut(Delta) -> bool + Send) {
    let keeps_words = matches!(request, Converse::Say { .. });
    let begun = match request {
        Converse::Rejoin {} => rejoin(api).await,
        request => begin(api, request).await,
    };
    let begun = match begun {
        Ok(begun) => begun,
        Err(error) => {
            log::warn!("a request of the talk was not carried out: {error:#}");
            let error = on_the_wire(&error);
            sink(if keeps_words { Delta::NotKept { error } } else { Delta::Refused { error } });
            return;
        }
    };
    let said = match begun.kept {
        Some(turn) => Some(Delta::Kept { turn: kept(api, turn).await }),
        None => None,
    };
    let help = begun.help.map(|help| Delta::Help { help: convert::help(&help) });
    if !said.into_iter().chain(help).all(&mut sink) {
        return;
    }
    match begun.running {
        Some(running) => follow(&running, sink).await,
        None => {
            sink(Delta::Idle {});
        }
    }
}

/// The person's turn, with what it asked; where that can't be read, the turn alone.
async fn kept(api: &Api, turn: conversation::Turn) -> Turn {
    let plain = convert::turn(&turn);
    let Ok(companion) = api.companion().await else { return plain };
    let shown = with_wishes(&companion, &[turn]).await.unwrap_or_else(|error| {
        log::warn!("what a turn asked can't be read: {error:#}");
        Vec::new()
    });
    shown.into_iter().next().unwrap_or(plain)
}

async fn begin(api: &Api, request: Converse) -> Result<Begun> {
    let request = match request {
        Converse::Say { uid, text, pictures } => {
            let uid = Uid::parse(&uid).ok_or_else(|| kind(Kind::BadInput, "a uid is 32 hex digits"))?;
            Request::Say { uid, text, pictures: pictures.into_iter().map(PictureId).collect() }
        }
        Converse::Retry { turn } => Request::Retry { turn: TurnId(turn) },
        Converse::Edit { turn, text } => Request::Edit { turn: TurnId(turn), text },
        Converse::GoOn {} => Request::GoOn,
        Converse::Rejoin {} => return rejoin(api).await,
    };
    api.companion().await?.dialogue().begin(request).await
}

async fn rejoin(api: &Api) -> Result<Begun> {
    Ok(Begun { kept: None, help: None, running: api.companion().await?.dialogue().running() })
}

/// Pieces reach a page at most this often; what comes meanwhile comes together. The first is never held back.
const PIECES_EVERY: Duration = Duration::from_millis(25);

async fn follow(running: &Arc<Running>, mut sink: impl FnMut(Delta) -> bool) {
    let mut follower = running.follow();
    let mut not_before = None;
    loop {
        if let Some(at) = not_before.take() {
            tokio::time::sleep_until(at).await;
        }
        let Some(update) = follower.next().await else { return };
        if matches!(update, Update::Piece(_)) {
            not_before = Some(tokio::time::Instant::now() + PIECES_EVERY);
        }
        let delta = match update {
            Update::Answering { reply_to, replaces, text, answer } => Delta::Answering {
                reply_to: reply_to.map(|id| id.0),
                turn: replaces.map(|id| id.0),
                text,
                answered_by: convert::answered_by(&answer),
            },
            Update::Piece(text) => Delta::Piece { text },
            Update::Waiting(waiting) => Delta::Waiting { why: convert::waiting(waiting) },
            Update::Instead { answer } => {
                Delta::Instead { answered_by: convert::answered_by(&answer), failure: answer.failure }
            }
            Update::Ended(End::Closed { turn, attempt, failure }) => Delta::Closed {
                turn: turn.as_deref().map(convert::turn),
                attempt: attempt.as_deref().map(convert::version),
                failure: failure.map(str::to_owned),
            },
            Update::Ended(End::NotKept(error)) => Delta::NotKept { error: on_the_wire(&error) },
        };
        if !sink(delta) {
            return;
        }
    }
}
