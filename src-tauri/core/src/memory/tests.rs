//! A small life in both languages, and the dates a question can name.

use super::{dates::named, *};
use crate::{
    conversation::{self, Answer, Moment, NewTurn, Speaker, TurnState},
    id::Uid,
    store::{Store, StoreOptions},
};
use chrono::{NaiveDate, NaiveDateTime};
use tempfile::TempDir;

use Speaker::{Companion as Hers, User as Theirs};

const ENGLISH: &[(&str, Speaker, &str)] = &[
    ("2026-03-02 09:00", Theirs, "We adopted a puppy from the shelter, her name is Biscuit."),
    ("2026-03-02 09:01", Hers, "What a lovely name! How old is she?"),
    ("2026-03-02 09:02", Theirs, "She is four months old and chews everything she finds."),
    ("2026-03-20 18:00", Theirs, "The dentist pulled out a wisdom tooth this morning."),
    ("2026-03-20 18:01", Hers, "Ouch. Soup and rest for today, then."),
    ("2026-05-07 22:00", Theirs, "Our choir sang at the old theatre, and I had a solo."),
    ("2026-05-07 22:01", Hers, "How did it feel to stand there?"),
    ("2026-05-07 22:02", Theirs, "Terrifying at first, then wonderful."),
    ("2026-05-21 20:00", Theirs, "My sister Clara moved to Lisbon for her new job."),
    ("2026-05-21 20:01", Hers, "I love how the yellow trams climb the hills there."),
    ("2026-06-05 21:00", Theirs, "I ran the whole marathon in four hours and twelve minutes!"),
    ("2026-06-05 21:01", Hers, "A whole marathon! Was it as hard as the training was?"),
    ("2026-06-12 11:00", Theirs, "I bought seven tomato seedlings for the balcony."),
    ("2026-06-12 11:01", Hers, "The seedlings will want sun in the morning."),
];

const PORTUGUESE: &[(&str, Speaker, &str)] = &[
    ("2026-03-02 09:00", Theirs, "Adotamos uma cachorrinha no abrigo, o nome dela é Paçoca."),
    ("2026-03-02 09:01", Hers, "Que nome lindo! Quantos meses ela tem?"),
    ("2026-03-02 09:02", Theirs, "Ela tem quatro meses e rói tudo o que encontra."),
    ("2026-03-20 18:00", Theirs, "O dentista arrancou um siso meu hoje de manhã."),
    ("2026-03-20 18:01", Hers, "Ai. Hoje é dia de sopa e de descanso."),
    ("2026-05-07 22:00", Theirs, "Nosso coral cantou no teatro antigo, e eu fiz um solo."),
    ("2026-05-07 22:01", Hers, "Como foi estar ali em pé?"),
    ("2026-05-07 22:02", Theirs, "Apavorante no começo, depois uma maravilha."),
    ("2026-05-21 20:00", Theirs, "Minha irmã Clara se mudou para Lisboa por causa do emprego novo."),
    ("2026-05-21 20:01", Hers, "Adoro como os bondes amarelos sobem as ladeiras de lá."),
    ("2026-06-05 21:00", Theirs, "Corri a maratona inteira em quatro horas e doze minutos!"),
    ("2026-06-05 21:01", Hers, "Uma maratona inteira! Foi tão difícil quanto o treino?"),
    ("2026-06-12 11:00", Theirs, "Trouxe sete mudas de tomate para a varanda."),
    ("2026-06-12 11:01", Hers, "As mudas vão querer sol de manhã."),
];

struct Life {
    _home: TempDir,
    store: Store,
    turns: Vec<TurnId>,
}

fn moment(text: &str) -> Moment {
    let at = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap().and_utc();
    Moment { at: at.timestamp_millis(), zone: "UTC".to_owned(), offset_seconds: 0 }
}

async fn live(said: &'static [(&'static str, Speaker, &'static str)]) -> Life {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(home.path(), &StoreOptions::default(), DateTime::UNIX_EPOCH).unwrap();
    let keep = move |tx: &rusqlite::Transaction<'_>| {
        let turns = said.iter().map(|(at, speaker, text)| {
            let (uid, state, answer) = (Uid::random()?, TurnState::Complete, Answer::default());
            let said = &moment(at);
            let new = NewTurn { uid, speaker: *speaker, text, state, said, reply_to: None, answer: &answer };
            conversation::keep_written(tx, &new)
        });
        turns.collect::<Result<Vec<_>>>()
    };
    let turns = store.write(keep).await.unwrap();
    Life { _home: home, store, turns }
}

/// A Wednesday.
fn now() -> DateTime<FixedOffset> {
    "2026-06-17T12:00:00+00:00".parse().unwrap()
}

fn asked(words: &str) -> Asked<'_> {
    Asked { words, at: now(), user: "Rita", companion: "Samantha", before: None, meaning: None }
}

impl Life {
    async fn recalled(&self, words: &'static str) -> Vec<Recalled> {
        self.store.read(move |c| recall(c, &asked(words), 50)).await.unwrap()
    }

    async fn check(&self, words: &'static str, expected: usize) {
        let found = self.recalled(words).await;
        assert_eq!(found.first().map(|r| r.turn), Some(self.turns[expected]), "{words}: {found:#?}");
    }
}

#[tokio::test]
async fn the_turn_that_answers_comes_first_in_english() {
    let life = live(ENGLISH).await;
    for (words, expected) in [
        ("When did I go to the dentist?", 3),
        ("Where does my sister live now?", 8),
        ("How many seedlings did I buy?", 12),
        ("What did I tell you about the puppy?", 0),
        ("How long did the marathon take me?", 10),
        ("What did you say about the seedlings?", 13),
        ("Where did Rita sing?", 5),
    ] {
        life.check(words, expected).await;
    }
}

#[tokio::test]
async fn the_turn_that_answers_comes_first_in_portuguese() {
    let life = live(PORTUGUESE).await;
    for (words, expected) in [
        ("Quando eu fui ao dentista?", 3),
        ("Onde a minha irmã mora agora?", 8),
        ("Quantas mudas eu trouxe?", 12),
        ("O que eu te contei sobre a cachorrinha?", 0),
        ("Quanto tempo eu levei na maratona?", 10),
        ("O que você disse das mudas?", 13),
        ("onde foi que a rita cantou?", 5),
    ] {
        life.check(words, expected).await;
    }
}

#[tokio::test]
async fn a_name_or_a_telling_word_ties_a_remark_to_a_turn_and_what_everybody_says_does_not() {
    for (said, tied, loose) in [
        (
            ENGLISH,
            [("Clara called me at lunch.", 8), ("I lost my shoes before the marathon.", 10)],
            ["What a day, I need a break.", "Good morning!", "I bought bread and found four coins."],
        ),
        (
            PORTUGUESE,
            [("A Clara me ligou no almoço.", 8), ("Perdi o tênis antes da maratona.", 10)],
            [
                "Que dia, preciso de uma pausa.",
                "Bom dia!",
                "Dormi quatro horas e hoje tem trabalho de manhã.",
            ],
        ),
    ] {
        let life = live(said).await;
        let mind = async |words: &'static str| {
            life.store.read(move |c| come_to_mind(c, &asked(words), 50)).await.unwrap()
        };
        for (words, expected) in tied {
            let found = mind(words).await;
            assert_eq!(found[0].turn, life.turns[expected], "{words}");
            assert!(found[0].ties > 0.4, "{words}: {}", found[0].ties);
        }
        for words in loose {
            let most = mind(words).await.iter().map(|found| found.ties).fold(0.0, f32::max);
            assert!(most < 0.3, "{words}: {most}");
        }
    }
}

#[tokio::test]
async fn of_a_talk_of_hours_what_was_said_around_the_answer_is_looked_at() {
    const LONG: &[(&str, Speaker, &str)] = &{
        let mut said = [("2026-05-07 22:00", Theirs, "Nothing much."); 300];
        said[200].2 = "The accordion stands in the attic, Otávio found it there.";
        said
    };
    let life = live(LONG).await;
    let (answer, beside) = (life.turns[200], life.turns[205]);
    let found = life.recalled("Where is the accordion?").await;
    assert_eq!(found[0].turn, answer);
    assert!(found.iter().any(|found| found.turn == beside), "{:?}", found.len());
}

#[test]
fn of_a_pasted_text_the_first_words_are_held_against_what_is_known() {
    use belongs::TellingWords;
    let pasted = |filler: usize| format!("{} My sister Clara.", "well ".repeat(filler));
    assert!(TellingWords::of(&pasted(300)).is_in("Clara lives in Lisbon."));
    assert!(!TellingWords::of(&pasted(500)).is_in("Clara lives in Lisbon."));
    assert!(TellingWords::of("Minha irmã ligou.").is_in("A irmã dela mora em Lisboa."));
    assert!(!TellingWords::of("I had a good day at home.").is_in("A good day at home."));
}

#[tokio::test]
async fn a_day_without_other_words_recalls_what_was_said_on_it() {
    for (said, words) in [
        (ENGLISH, "What happened on 7 May?"),
        (PORTUGUESE, "o que aconteceu no dia 7 de maio?"),
        (ENGLISH, "And five weeks ago, on 7/5?"),
    ] {
        let life = live(said).await;
        let mut first: Vec<TurnId> = life.recalled(words).await.iter().take(3).map(|r| r.turn).collect();
        first.sort();
        assert_eq!(first, life.turns[5..8], "{words}");
    }
}

#[tokio::test]
async fn words_that_were_never_said_recall_nothing() {
    let life = live(ENGLISH).await;
    for words in ["", "?!", "Which accordion does the astronaut own?", "👩‍🚀"] {
        assert_eq!(life.recalled(words).await, [], "{words}");
    }
}

#[tokio::test]
async fn the_right_thing_said_by_the_wrong_person_scores_lower() {
    let life = live(ENGLISH).await;
    let best = |found: Vec<Recalled>| found.first().map_or(0.0, |r| r.score);
    let mine = best(life.recalled("What did I say about the choir?").await);
    let hers = best(life.recalled("What did you say about the choir?").await);
    assert!(mine > hers + 0.5, "{mine} {hers}");
}

#[tokio::test]
async fn hidden_turns_and_those_of_the_prompt_are_not_recalled() {
    let life = live(ENGLISH).await;
    let (puppy, hidden) = (life.turns[0], life.turns[12]);
    let hide = move |tx: &rusqlite::Transaction<'_>| {
        tx.execute("UPDATE turn SET forgotten_at = 1 WHERE id = ?1", [hidden])?;
        Ok(())
    };
    life.store.write(hide).await.unwrap();
    assert!(life.recalled("seven tomato seedlings").await.iter().all(|r| r.turn != hidden));
    let early = move |c: &Connection| {
        let asked = Asked { before: Some(TurnId(puppy.0 + 1)), ..asked("the puppy and the dentist") };
        recall(c, &asked, 50)
    };
    let early = life.store.read(early).await.unwrap();
    assert_eq!(early.iter().map(|r| r.turn).collect::<Vec<_>>(), [puppy]);
}

#[tokio::test]
async fn the_score_is_the_sum_of_its_parts_best_first() {
    let life = live(PORTUGUESE).await;
    let found = life.recalled("Quem se mudou para Lisboa em maio?").await;
    assert!(found.len() > 1);
    assert!(found.windows(2).all(|two| two[0].score >= two[1].score));
    for one in found {
        let sum: f32 = one.features.parts().iter().map(|(_, value, weight)| value * weight).sum();
        assert!((sum - one.score).abs() < 1e-5);
    }
}

#[test]
fn a_date_is_read_as_it_is_said() {
    let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap();
    for (text, first, last) in [
        ("What happened on 7 May 2023?", "2023-05-07", "2023-05-07"),
        ("o que houve em 7 de maio de 2023?", "2023-05-07", "2023-05-07"),
        ("on May 7th", "2026-05-07", "2026-05-07"),
        ("the 7th of May, 2024", "2024-05-07", "2024-05-07"),
        ("On December 24", "2025-12-24", "2025-12-24"),
        ("no 1º de maio", "2026-05-01", "2026-05-01"),
        ("on 2023-05-07", "2023-05-07", "2023-05-07"),
        ("em 31/12/2025", "2025-12-31", "2025-12-31"),
        ("What did I plan in May?", "2026-05-01", "2026-05-31"),
        ("in december", "2025-12-01", "2025-12-31"),
        ("o que fiz em março de 2024?", "2024-03-01", "2024-03-31"),
        ("e em março?", "2026-03-01", "2026-03-31"),
        ("where was I in 2024?", "2024-01-01", "2024-12-31"),
        ("last Friday", "2026-06-12", "2026-06-12"),
        ("na sexta-feira", "2026-06-12", "2026-06-12"),
        ("sexta passada", "2026-06-12", "2026-06-12"),
        ("on Wednesday", "2026-06-10", "2026-06-10"),
        ("last week", "2026-06-08", "2026-06-14"),
        ("a semana passada", "2026-06-08", "2026-06-14"),
        ("this week", "2026-06-15", "2026-06-17"),
        ("nesta semana", "2026-06-15", "2026-06-17"),
        ("last weekend", "2026-06-13", "2026-06-14"),
        ("no último fim de semana", "2026-06-13", "2026-06-14"),
        ("last month", "2026-05-01", "2026-05-31"),
        ("no mês passado", "2026-05-01", "2026-05-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("no ano retrasado", "2024-01-01", "2024-12-31"),
        ("yesterday", "2026-06-16", "2026-06-16"),
        ("ontem à noite", "2026-06-16", "2026-06-16"),
        ("the day before yesterday", "2026-06-15", "2026-06-15"),
        ("anteontem", "2026-06-15", "2026-06-15"),
        ("three days ago", "2026-06-14", "2026-06-14"),
        ("há três dias", "2026-06-14", "2026-06-14"),
        ("3 dias atrás", "2026-06-14", "2026-06-14"),
        ("a couple of weeks ago", "2026-05-31", "2026-06-06"),
        ("faz duas semanas", "2026-05-31", "2026-06-06"),
        ("a month ago", "2026-05-07", "2026-05-27"),
        ("in the last two weeks", "2026-05-31", "2026-06-17"),
        ("nos últimos três dias", "2026-06-14", "2026-06-17"),
        ("no dia 20", "2026-05-20", "2026-05-20"),
        ("last Christmas", "2025-12-25", "2025-12-25"),
        ("no Natal de 2023", "2023-12-25", "2023-12-25"),
        ("on 29 February", "2024-02-29", "2024-02-29"),
        ("on 31 June", "2026-06-01", "2026-06-30"),
    ] {
        let found = named(text, now().date_naive());
        let found: Vec<_> = found.iter().map(|named| (named.first, named.last)).collect();
        assert_eq!(found, [(day(first), day(last))], "{text}");
    }
    // Where the order of day and month can't be told, both are meant.
    let both = named("em 07/05/2023", now().date_naive());
    let both: Vec<_> = both.iter().map(|named| named.first).collect();
    assert_eq!(both, [day("2023-05-07"), day("2023-07-05")]);
}

#[test]
fn what_is_no_date_or_lies_ahead_names_no_day() {
    for text in [
        "May I ask you something?",
        "we may go",
        "I march every day",
        "to march",
        "on Mondays",
        "on Fridays",
        "Marco called",
        "next Friday",
        "sexta que vem",
        "na próxima semana",
        "pela segunda vez",
        "amanhã",
        "in May 2030",
        "seven people out of 10",
        "open 24/7",
        "há muito tempo",
    ] {
        assert_eq!(named(text, now().date_naive()), [], "{text}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    #[test]
    fn any_question_is_answered_or_not_but_never_a_panic(
        words in "(\\PC{0,12}|last|há|[0-9]{1,5}|may|sexta|passada|ago|/|-|sister|mudas| |\\?){0,24}",
        at in -8_000_000_000_000i64..8_000_000_000_000,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let life = live(PORTUGUESE).await;
            let at = DateTime::from_timestamp_millis(at).unwrap().fixed_offset();
            let found = life
                .store
                .read(move |c| recall(c, &Asked { words: &words, at, user: "", companion: "", before: None, meaning: None }, 5))
                .await
                .unwrap();
            assert!(found.len() <= 5 && found.iter().all(|r| r.score.is_finite()));
        });
    }
}

#[tokio::test]
async fn a_life_is_filled_with_vectors_that_are_like_those_that_were_read() {
    use crate::{ports::Embedder as _, testing::LetterEmbedder};
    let life = live(ENGLISH).await;
    let (embedder, vectors) = (LetterEmbedder::default(), Vectors::default());
    let real = vec!["The dentist pulled a tooth.".to_owned()];
    assert_eq!(drawn::fill(&life.store, &embedder, &vectors, real, 1).await.unwrap(), life.turns.len());
    assert_eq!((vectors.turns(), embedder.id().is_some()), (life.turns.len(), true));
    assert_eq!(life.store.read(kept::waiting).await.unwrap(), 0);
    let asked = asked("The dentist pulled a tooth.");
    let meaning = understand(&embedder, &vectors, &asked).await.unwrap();
    let recalled = move |c: &Connection| {
        recall(c, &Asked { meaning: meaning.as_ref(), words: "accordion", ..asked }, 50)
    };
    let found = life.store.read(recalled).await.unwrap();
    assert_eq!(found.len(), life.turns.len());
    assert!(found.iter().all(|found| found.features.by_meaning && found.features.meaning > 0.8));
}

#[tokio::test]
async fn what_the_bound_of_places_leaves_out_is_found_without_it() {
    let life = live(ENGLISH).await;
    let within = |postings: usize| {
        life.store.read(move |c| recall_within(c, &asked("seedlings and the puppy"), 50, postings))
    };
    let turns = |found: Vec<Recalled>| found.iter().map(|found| found.turn).collect::<Vec<_>>();
    let (few, all) = (turns(within(1).await.unwrap()), turns(within(usize::MAX).await.unwrap()));
    assert!(all.contains(&life.turns[12]) && all.contains(&life.turns[0]));
    assert!(!few.contains(&life.turns[12]), "{few:?}");
    assert_eq!(all, turns(life.recalled("seedlings and the puppy").await));
}
