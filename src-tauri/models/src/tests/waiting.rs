//! How long one waits, on a clock that the test winds.

use super::{
    endpoint, following,
    server::{Act, FINISH, Script, Server, piece},
};
use crate::{RemoteProviders, answer::Answer, roads::Patience};
use futures_util::{StreamExt as _, stream};
use samantha_core::ports::{Family, ModelError, ModelErrorKind as Kind, Piece, Providers as _};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Reads a body whose parts come after these many seconds each, then never ends. Gives what was heard, how it
/// ended, and after how many seconds.
async fn heard_after(parts: Vec<(u64, String)>) -> (String, Option<Kind>, u64) {
    let asked = Instant::now();
    let body = stream::iter(parts).then(|(seconds, part)| async move {
        sleep(Duration::from_secs(seconds)).await;
        Ok::<_, ModelError>(part)
    });
    let body = Box::pin(body.chain(stream::pending()));
    let mut answer = Answer::new(body, following(Family::OpenAi, ""));
    let mut words = String::new();
    let end = loop {
        match answer.next().await {
            Some(Ok(Piece::Text(text))) => words.push_str(&text),
            Some(Ok(Piece::Used(_) | Piece::Call(_) | Piece::Waiting(_))) => {}
            Some(Err(error)) => break Some(error.kind),
            None => break None,
        }
    };
    (words, end, asked.elapsed().as_secs())
}

#[tokio::test(start_paused = true)]
async fn the_first_word_may_take_two_minutes_and_the_next_one() {
    assert_eq!(heard_after(vec![]).await, (String::new(), Some(Kind::Timeout), 120));
    let late = vec![(119, piece("a")), (59, piece("b"))];
    assert_eq!(heard_after(late).await, ("ab".into(), Some(Kind::Timeout), 119 + 59 + 60));
}

#[tokio::test(start_paused = true)]
async fn bytes_that_complete_nothing_buy_no_time() {
    let slow = piece("b");
    let drip = slow.chars().map(|byte| (5, byte.to_string()));
    let parts = [(1, piece("a"))].into_iter().chain(drip).collect();
    assert_eq!(heard_after(parts).await, ("a".into(), Some(Kind::Timeout), 61));
}

#[tokio::test(start_paused = true)]
async fn comments_and_thoughts_buy_time_and_comments_alone_not_for_ever() {
    let thought = || "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}\n\n".to_owned();
    let thinking = (0..60).map(|_| (50, thought())).chain([(50, piece("a") + "data: [DONE]\n\n")]).collect();
    assert_eq!(heard_after(thinking).await, ("a".into(), None, 61 * 50));
    let comments = (0..60).map(|_| (50, ": wait\n".to_owned())).collect();
    assert_eq!(heard_after(comments).await, (String::new(), Some(Kind::Timeout), 600));
}

#[tokio::test(start_paused = true)]
async fn a_whole_answer_is_not_held_up_by_a_connection_that_stays_open() {
    let (words, end, seconds) = heard_after(vec![(1, piece("a") + "data: [DONE]\n\n")]).await;
    assert_eq!((words.as_str(), end, seconds), ("a", None, 1));
    let finish = format!("data: {FINISH}\n\n");
    assert_eq!(heard_after(vec![(1, piece("a") + &finish)]).await, ("a".into(), None, 6));
}

#[tokio::test]
async fn a_provider_that_falls_silent_is_left_over_a_real_connection() {
    let short = Duration::from_millis(80);
    let patience = Patience { first: short, between: short, ..Patience::default() };
    for (script, words) in [
        (Script::default().then(Act::Stall), 0),
        (Script::stream().then(Act::Stall), 0),
        (Script::stream().piece("Oi").then(Act::Stall), 1),
        (Script::raw(*b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{").then(Act::Stall), 0),
    ] {
        let server = Server::playing([script]).await.unwrap();
        let endpoint = endpoint(&server.address());
        let model = RemoteProviders::with_patience(patience).model(&endpoint, None);
        let heard: Vec<_> = model.answer(super::prompt("Oi")).collect().await;
        assert_eq!(heard.len(), words + 1);
        assert_eq!(heard.last().unwrap().as_ref().unwrap_err().kind, Kind::Timeout);
        server.until_left(1).await;
    }
}
