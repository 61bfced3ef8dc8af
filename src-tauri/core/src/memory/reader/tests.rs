//! What is said is read when it is quiet, whatever happens on the way; of what goes nothing stays.

use super::*;
use crate::{
    conversation::{self, Answer, Moment, NewTurn, Speaker, TurnState},
    id::{TurnId, Uid},
    memory::{Asked, Recalled, recall, understand},
    store::StoreOptions,
    testing::LetterEmbedder,
};
use chrono::DateTime;
use rusqlite::Connection;
use std::sync::atomic::{AtomicBool, Ordering};
use tempfile::TempDir;

struct Life {
    _home: TempDir,
    store: Arc<Store>,
    events: Events,
    embedder: Arc<LetterEmbedder>,
    busy: Arc<AtomicBool>,
}

impl Life {
    fn new(embedder: LetterEmbedder) -> Self {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(home.path(), &StoreOptions::default(), DateTime::UNIX_EPOCH).unwrap();
        let (embedder, busy) = (Arc::new(embedder), Arc::new(AtomicBool::new(false)));
        Self { _home: home, store: Arc::new(store), events: Events::default(), embedder, busy }
    }

    fn open(&self) -> Reader {
        let busy = Arc::clone(&self.busy);
        let embedder: Arc<dyn Embedder> = Arc::clone(&self.embedder) as Arc<dyn Embedder>;
        let parts = Parts {
            store: Arc::clone(&self.store),
            events: self.events.clone(),
            embedder,
            busy: Arc::new(move || busy.load(Ordering::SeqCst)),
        };
        Reader::start(parts, Vectors::default())
    }

    async fn say(&self, words: &[&str]) -> Vec<TurnId> {
        let words: Vec<String> = words.iter().map(|text| (*text).to_owned()).collect();
        let keep = move |tx: &rusqlite::Transaction<'_>| {
            let said = Moment { at: 60_000, zone: "UTC".to_owned(), offset_seconds: 0 };
            let keep = |text: &String| {
                let (uid, state, answer) = (Uid::random()?, TurnState::Complete, Answer::default());
                let (speaker, said) = (Speaker::User, &said);
                let new = NewTurn { uid, speaker, text, state, said, reply_to: None, answer: &answer };
                conversation::keep_written(tx, &new)
            };
            words.iter().map(keep).collect::<Result<Vec<_>>>()
        };
        let turns = self.store.write(keep).await.unwrap();
        self.events.tell(Event::TurnsChanged { turns: turns.clone() });
        turns
    }

    async fn change(&self, turn: TurnId, change: impl FnOnce(&Connection) + Send + 'static) {
        let changed = move |tx: &rusqlite::Transaction<'_>| {
            change(tx);
            Ok(())
        };
        self.store.write(changed).await.unwrap();
        self.events.tell(Event::TurnsChanged { turns: vec![turn] });
    }

    /// Turns with a vector, with a pair's, and with the exact ones.
    async fn kept(&self) -> (Vec<i64>, Vec<i64>, Vec<i64>) {
        let look = |c: &Connection| {
            let ids = |sql: &str| -> Vec<i64> {
                c.prepare(sql)
                    .unwrap()
                    .query_map([], |row| row.get(0))
                    .unwrap()
                    .map(|id| id.unwrap())
                    .collect()
            };
            Ok((
                ids("SELECT turn FROM vector ORDER BY turn"),
                ids("SELECT turn FROM vector WHERE before != 0 ORDER BY turn"),
                ids("SELECT turn FROM vector_detail ORDER BY turn"),
            ))
        };
        self.store.read(look).await.unwrap()
    }

    async fn ask(&self, reader: &Reader, words: &'static str) -> Vec<Recalled> {
        let at = DateTime::UNIX_EPOCH.fixed_offset();
        let asked = Asked { words, at, user: "", companion: "", before: None, meaning: None };
        let meaning = understand(&*self.embedder, reader.vectors(), &asked).await.unwrap();
        let look = move |c: &Connection| recall(c, &Asked { meaning: meaning.as_ref(), ..asked }, 20);
        self.store.read(look).await.unwrap()
    }
}

/// Lets the clock of the test run until reading is so far.
async fn until(reader: &Reader, read: u64, waiting: u64) {
    let so_far = Progress { read, waiting };
    reader.progress.clone().wait_for(|progress| *progress == so_far).await.unwrap();
}

impl Life {
    /// Until it holds.
    async fn until(&self, holds: impl AsyncFn() -> bool) {
        // By the clock on the wall: the test's own runs ahead while the store works.
        let began = std::time::Instant::now();
        while !holds().await {
            assert!(began.elapsed() < Duration::from_secs(60), "it never held");
            sleep(Duration::from_millis(10)).await;
        }
    }
}

const SAID: &[&str] = &[
    "We adopted a puppy.",
    "The dentist pulled out a tooth.",
    "Our choir sang at the theatre.",
    "I bought seven seedlings.",
];

#[tokio::test(start_paused = true)]
async fn what_is_said_is_read_and_found_by_what_no_word_of_it_says() {
    let life = Life::new(LetterEmbedder::default());
    let reader = life.open();
    let turns = life.say(SAID).await;
    until(&reader, 4, 0).await;
    assert_eq!(life.kept().await, (vec![1, 2, 3, 4], vec![2, 3, 4], vec![1, 2, 3, 4]));
    // No form of the word is the same, its letters are near.
    let found = life.ask(&reader, "dentistry").await;
    assert_eq!(found[0].turn, turns[1]);
    assert!(found[0].features.by_meaning && found[0].features.own == 0.0 && found[0].features.meaning > 0.1);
    reader.close().await;
}

#[tokio::test]
async fn what_is_not_read_yet_is_found_by_its_words_beside_what_is() {
    let life = Life::new(LetterEmbedder::default());
    let vectors = Vectors::default();
    life.say(&["The weather was mild.", "Somebody phoned about the bill."]).await;
    reading::read_all(&life.store, &*life.embedder, &vectors).await.unwrap();
    let unread = life.say(&["I bought seven tomato seedlings for the balcony.", "They want sun."]).await;
    let at = DateTime::UNIX_EPOCH.fixed_offset();
    let words = "Did I buy seven tomato seedlings for the balcony?";
    let asked = Asked { words, at, user: "", companion: "", before: None, meaning: None };
    let meaning = understand(&*life.embedder, &vectors, &asked).await.unwrap();
    assert!(meaning.is_some());
    let look = move |c: &Connection| recall(c, &Asked { meaning: meaning.as_ref(), ..asked }, 20);
    let found = life.store.read(look).await.unwrap();
    assert_eq!(found[0].turn, unread[0]);
    assert!(found[0].score > crate::memory::part::ENOUGH, "{}", found[0].score);
}

#[tokio::test(start_paused = true)]
async fn reading_gives_way_to_talk_and_goes_on_after_it() {
    let life = Life::new(LetterEmbedder::default());
    life.busy.store(true, Ordering::SeqCst);
    let reader = life.open();
    life.say(SAID).await;
    sleep(Duration::from_secs(60)).await;
    assert_eq!(life.embedder.asked(), 0);
    life.busy.store(false, Ordering::SeqCst);
    life.events.tell(Event::AnswerOpened);
    until(&reader, 4, 0).await;
    // A word that is said in the middle ends it, and nothing is lost by that.
    life.embedder.hold(true);
    life.say(&["One more."]).await;
    sleep(Duration::from_secs(5)).await;
    life.say(&["And another."]).await;
    life.embedder.hold(false);
    until(&reader, 6, 0).await;
    reader.close().await;
}

#[tokio::test(start_paused = true)]
async fn reading_is_told_seldom_and_goes_on_where_the_last_run_ended() {
    let life = Life::new(LetterEmbedder::default());
    let many: Vec<String> = (0..100).map(|n| format!("This is the sentence {n}.")).collect();
    let mut listener = life.events.listen();
    let began = Instant::now();
    let reader = life.open();
    life.say(&many.iter().map(String::as_str).collect::<Vec<_>>()).await;
    until(&reader, 100, 0).await;
    reader.close().await;
    let asked = life.embedder.asked();
    let reader = life.open();
    until(&reader, 100, 0).await;
    assert_eq!(life.embedder.asked(), asked, "what was read is not read again");
    reader.close().await;
    // Said while nobody reads: what is told of it begins no batch anew.
    life.say(&["One more."]).await;
    let reader = life.open();
    until(&reader, 101, 0).await;
    assert_eq!(life.embedder.asked(), asked + 2);
    reader.close().await;
    let mut told = 0;
    life.events.tell(Event::Overflowed);
    while let Some(event) = listener.next().await {
        told += usize::from(event == Event::ReadingProgress);
        if event == Event::Overflowed {
            break;
        }
    }
    // Beside those of the openings and of the ends.
    let most = 5 + 4 * began.elapsed().as_secs() as usize;
    assert!((1..=most).contains(&told), "{told} {most}");
}

#[tokio::test(start_paused = true)]
async fn of_a_forgotten_turn_no_vector_stays_neither_its_own_nor_the_next_one_s() {
    let life = Life::new(LetterEmbedder::default());
    let reader = life.open();
    let turns = life.say(SAID).await;
    until(&reader, 4, 0).await;
    // What looks right now for what waits may not have ended, and could see the next one stand alone.
    life.embedder.hold(true);
    let second = turns[1];
    life.change(second, move |c| {
        conversation::forgetting::forget_words(c, second).unwrap();
    })
    .await;
    assert_eq!(life.kept().await, (vec![1, 4], vec![4], vec![1, 4]));
    life.until(async || reader.vectors().turns() == 2).await;
    life.embedder.hold(false);
    until(&reader, 3, 0).await;
    // The third stands behind the first now.
    assert_eq!(life.kept().await.1, [3, 4]);
    reader.close().await;
}

#[tokio::test(start_paused = true)]
async fn new_words_have_new_vectors() {
    let life = Life::new(LetterEmbedder::default());
    let reader = life.open();
    let turns = life.say(SAID).await;
    until(&reader, 4, 0).await;
    let codes = |turn: TurnId| life.store.read(move |c| kept::of_turn(c, turn));
    let old = [codes(turns[2]).await.unwrap(), codes(turns[3]).await.unwrap()];
    // What looks right now for what waits may not have ended, and could see the new words.
    life.embedder.hold(true);
    let third = turns[2];
    life.change(third, move |c| {
        c.execute("UPDATE turn SET text = 'Our band played in the park.' WHERE id = ?1", [third]).unwrap();
    })
    .await;
    assert_eq!(life.kept().await, (vec![1, 2], vec![2], vec![1, 2]));
    life.until(async || reader.vectors().turns() == 2).await;
    life.embedder.hold(false);
    life.until(async || reader.vectors().turns() == 4).await;
    // What is in memory is not yet kept.
    life.until(async || life.kept().await.0 == [1, 2, 3, 4]).await;
    until(&reader, 4, 0).await;
    let new = [codes(turns[2]).await.unwrap(), codes(turns[3]).await.unwrap()];
    assert!(old[0].codes != new[0].codes && old[1].codes != new[1].codes);
    reader.close().await;
}

#[tokio::test(start_paused = true)]
async fn hidden_turns_are_not_read_and_not_given() {
    let life = Life::new(LetterEmbedder::default());
    life.busy.store(true, Ordering::SeqCst);
    let reader = life.open();
    let turns = life.say(SAID).await;
    let hidden = turns[1];
    life.change(hidden, move |c| {
        c.execute("UPDATE turn SET forgotten_at = 1 WHERE id = ?1", [hidden]).unwrap();
    })
    .await;
    life.busy.store(false, Ordering::SeqCst);
    until(&reader, 3, 1).await;
    assert_eq!(life.kept().await, (vec![1, 3, 4], vec![3, 4], vec![1, 3, 4]));
    // Brought back it is read; hidden again it is not given, though its vectors are there.
    let show = |at: i64| {
        move |c: &Connection| {
            c.execute("UPDATE turn SET forgotten_at = ?2 WHERE id = ?1", (hidden, at)).unwrap();
        }
    };
    life.change(hidden, show(0)).await;
    until(&reader, 4, 0).await;
    life.change(hidden, show(1)).await;
    assert!(life.ask(&reader, "dentist").await.iter().all(|found| found.turn != hidden));
    reader.close().await;
}

#[tokio::test(start_paused = true)]
async fn another_embedder_reads_all_anew_and_nothing_of_the_old_one_stays() {
    let life = Life::new(LetterEmbedder::default());
    let reader = life.open();
    life.say(SAID).await;
    until(&reader, 4, 0).await;
    let asked = life.embedder.asked();
    life.embedder.become_another(Some("letters 2"));
    life.say(&["One more."]).await;
    until(&reader, 5, 0).await;
    let now = crate::memory::meaning::named(&life.embedder.id().unwrap());
    assert_eq!(reader.vectors().now().embedder(), now.name);
    assert!(life.embedder.asked() >= asked + 9);
    let known = life.store.read(kept::embedder).await.unwrap().unwrap();
    assert_eq!(known, now);
    // One that is taken away leaves what it read for when it comes back, and nothing of it in memory.
    let asked = life.embedder.asked();
    life.embedder.become_another(None);
    life.say(&["And another."]).await;
    until(&reader, 0, 0).await;
    life.until(async || (reader.vectors().turns(), reader.vectors().bytes()) == (0, 0)).await;
    life.embedder.become_another(Some("letters 2"));
    until(&reader, 6, 0).await;
    assert_eq!(life.embedder.asked(), asked + 2);
    reader.close().await;
}

#[tokio::test]
async fn what_was_made_of_turns_by_other_rules_is_made_anew() {
    let life = Life::new(LetterEmbedder::default());
    let turns = life.say(SAID).await;
    let vectors = Vectors::default();
    assert_eq!(reading::read_all(&life.store, &*life.embedder, &vectors).await.unwrap(), 4);
    // As vectors were named before there were rules of another number.
    life.change(turns[0], |c| {
        c.execute("UPDATE reader SET name = 'letters 1'", ()).unwrap();
    })
    .await;
    let vectors = Vectors::default();
    assert_eq!(reading::read_all(&life.store, &*life.embedder, &vectors).await.unwrap(), 4);
}

#[tokio::test(start_paused = true)]
async fn how_far_it_is_is_told_while_what_another_embedder_read_is_taken_away() {
    let life = Life::new(LetterEmbedder::default());
    let many: Vec<String> = (0..450).map(|n| format!("This is the sentence {n}.")).collect();
    life.say(&many.iter().map(String::as_str).collect::<Vec<_>>()).await;
    reading::read_all(&life.store, &*life.embedder, &Vectors::default()).await.unwrap();
    life.embedder.become_another(Some("letters 2"));
    let vectors = Vectors::default();
    for left in [250, 50, 0] {
        let settled = reading::settle(&life.store, &*life.embedder, &vectors).await.unwrap();
        assert!(!settled);
        assert_eq!(life.kept().await.0.len(), left);
    }
    assert!(reading::settle(&life.store, &*life.embedder, &vectors).await.unwrap());
    assert_eq!(life.store.read(kept::waiting).await.unwrap(), 450);
}

#[tokio::test(start_paused = true)]
async fn an_embedder_that_comes_later_reads_what_was_said_before() {
    let life = Life::new(LetterEmbedder::absent());
    let reader = life.open();
    let turns = life.say(SAID).await;
    sleep(Duration::from_secs(5)).await;
    assert_eq!(reader.progress(), Progress::default());
    life.embedder.become_another(Some("letters 1"));
    until(&reader, 4, 0).await;
    assert_eq!(life.ask(&reader, "seedling").await[0].turn, turns[3]);
    reader.close().await;
}

#[tokio::test(start_paused = true)]
async fn an_embedder_that_fails_midway_costs_time_but_no_turn() {
    let life = Life::new(LetterEmbedder::default());
    let reader = life.open();
    life.say(SAID).await;
    until(&reader, 4, 0).await;
    for kind in [EmbedErrorKind::NotNow, EmbedErrorKind::NotNow] {
        life.embedder.fail(kind);
    }
    life.say(&["One more."]).await;
    until(&reader, 5, 0).await;
    // Not even what is said every day can be read.
    for kind in [EmbedErrorKind::NoModel, EmbedErrorKind::NoModel] {
        life.embedder.fail(kind);
    }
    life.say(&["And another."]).await;
    until(&reader, 5, 1).await;
    life.embedder.become_another(Some("letters 1"));
    until(&reader, 6, 0).await;
    reader.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_text_that_the_embedder_stumbles_over_keeps_no_other_from_being_read() {
    let life = Life::new(LetterEmbedder::default());
    life.embedder.stumble_over("tooth");
    let reader = life.open();
    life.say(SAID).await;
    // The third was to be read with the second before it.
    until(&reader, 2, 0).await;
    assert_eq!(life.kept().await.0, [1, 4]);
    life.say(&["One more."]).await;
    until(&reader, 3, 0).await;
    reader.close().await;
}

#[tokio::test]
async fn what_is_no_vector_is_not_kept_and_not_asked_for_again() {
    let life = Life::new(LetterEmbedder::default());
    let (store, embedder, vectors) = (&*life.store, &*life.embedder, Vectors::default());
    life.say(&SAID[..2]).await;
    assert_eq!(reading::read_all(store, embedder, &vectors).await.unwrap(), 2);
    for strange in [vec![f32::NAN; 128], vec![0.5; 7], vec![f32::INFINITY; 128]] {
        embedder.be_strange(Some(strange));
        life.say(&["Something else."]).await;
        assert_eq!(reading::read_all(store, embedder, &vectors).await.unwrap(), 1);
        let asked = embedder.asked();
        assert_eq!(reading::read_all(store, embedder, &vectors).await.unwrap(), 0);
        assert_eq!(embedder.asked(), asked);
    }
    assert_eq!((life.kept().await.0, vectors.turns()), (vec![1, 2], 2));
    let at = DateTime::UNIX_EPOCH.fixed_offset();
    let asked = Asked { words: "something else", at, user: "", companion: "", before: None, meaning: None };
    assert!(understand(embedder, &vectors, &asked).await.unwrap().is_none());
    embedder.be_strange(None);
    let meaning = understand(embedder, &vectors, &asked).await.unwrap();
    let look = move |c: &Connection| recall(c, &Asked { meaning: meaning.as_ref(), ..asked }, 20);
    let found = life.store.read(look).await.unwrap();
    assert!(found.len() >= 3 && found.iter().all(|found| found.score.is_finite()));
}

#[tokio::test]
async fn what_another_embedder_answers_in_the_middle_means_nothing() {
    let life = Life::new(LetterEmbedder::default());
    life.say(SAID).await;
    let vectors = Vectors::default();
    reading::read_all(&life.store, &*life.embedder, &vectors).await.unwrap();
    let at = DateTime::UNIX_EPOCH.fixed_offset();
    let asked = Asked { words: "the puppy", at, user: "", companion: "", before: None, meaning: None };
    life.embedder.hold(true);
    let change = async {
        tokio::task::yield_now().await;
        life.embedder.become_another(Some("letters 2"));
        life.embedder.hold(false);
    };
    let (meaning, ()) = tokio::join!(understand(&*life.embedder, &vectors, &asked), change);
    assert!(meaning.unwrap().is_none());
    life.embedder.become_another(Some("letters 1"));
    assert!(understand(&*life.embedder, &vectors, &asked).await.unwrap().is_some());
}

#[tokio::test(start_paused = true)]
async fn only_turns_before_the_prompt_s_are_given() {
    let life = Life::new(LetterEmbedder::default());
    let reader = life.open();
    let turns = life.say(SAID).await;
    until(&reader, 4, 0).await;
    let at = DateTime::UNIX_EPOCH.fixed_offset();
    let asked =
        Asked { words: "puppies and seedlings", at, user: "", companion: "", before: None, meaning: None };
    let meaning = understand(&*life.embedder, reader.vectors(), &asked).await.unwrap();
    let before = Some(turns[2]);
    let look = move |c: &Connection| recall(c, &Asked { before, meaning: meaning.as_ref(), ..asked }, 20);
    let found = life.store.read(look).await.unwrap();
    assert!(!found.is_empty() && found.iter().all(|found| found.turn < turns[2]));
    reader.close().await;
}
