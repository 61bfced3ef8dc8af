use super::*;
use proptest::prelude::*;

fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

fn heard(text: &str, language: Language) -> Heard {
    Heard {
        pictures: 0,
        text: text.into(),
        language,
        now: at("2026-03-10T15:04:00-03:00"),
        since_last: Some(Duration::hours(20)),
        recent: Vec::new(),
        name: "Samantha".into(),
        because: Because::NoModel,
        told_no_model: true,
        went: None,
    }
}

fn nothing(_: &[String], _: usize) -> Vec<Found> {
    Vec::new()
}

fn answer(text: &str, language: Language) -> Reply {
    Listener::new(7).answer(&heard(text, language), &mut nothing)
}

/// Everything said, found by any of the words, as plain as it gets.
fn over(said: &[(i64, bool, &str, &str)]) -> impl FnMut(&[String], usize) -> Vec<Found> {
    let all: Vec<Found> = said
        .iter()
        .map(|(id, by_user, text, when)| Found {
            turn: TurnId(*id),
            by_user: *by_user,
            text: (*text).into(),
            at: at(when),
        })
        .collect();
    move |wanted, most| {
        let wanted: Vec<String> = wanted.iter().map(|word| words::plain(word)).collect();
        let mut hits: Vec<(usize, Found)> = all
            .iter()
            .map(|found| {
                let line = words::line(&found.text);
                (wanted.iter().filter(|word| line.contains(word.as_str())).count(), found.clone())
            })
            .filter(|(hits, _)| *hits > 0)
            .collect();
        hits.sort_by_key(|(hits, _)| std::cmp::Reverse(*hits));
        hits.into_iter().map(|(_, found)| found).take(most).collect()
    }
}

#[test]
fn the_same_seed_and_the_same_words_give_the_same_answer() {
    for text in
        ["", "Oi", "I'm worried about my sister", "que horas são?", "what did I tell you about the trip?"]
    {
        assert_eq!(answer(text, Language::En), answer(text, Language::En));
    }
    let different: std::collections::BTreeSet<String> = (0..20)
        .map(|seed| Listener::new(seed).answer(&heard("I'm tired", Language::En), &mut nothing).text)
        .collect();
    assert!(different.len() > 5);
}

#[test]
fn the_answer_is_in_the_language_of_the_words() {
    for (text, language) in [
        ("Oi, tudo bem?", Language::PtBr),
        ("Hi, how are you?", Language::En),
        ("tô cansada hoje", Language::PtBr),
        ("I'm so tired today", Language::En),
        ("o que eu te disse sobre a viagem?", Language::PtBr),
        ("what did I tell you about the trip?", Language::En),
    ] {
        for interface in Language::ALL {
            let reply = answer(text, interface);
            assert_eq!(reply.language, language, "{text}");
            assert_eq!(language::of_text(&reply.text), Some(language), "{text}: {}", reply.text);
        }
    }
}

#[test]
fn what_was_said_is_found_with_its_words_and_its_date() {
    let said = [
        (1, true, "Minha irmã Clara se mudou para o Recife.", "2025-05-08T10:00:00-03:00"),
        (2, false, "Como é o jeito da sua irmã?", "2025-05-08T10:00:01-03:00"),
        (3, true, "Comprei um violão usado na feira.", "2026-03-09T21:00:00-03:00"),
        (4, true, "My brother got a job in Lisbon.", "2026-03-05T09:00:00-03:00"),
        (5, true, "o que eu te disse sobre a minha irmã?", "2026-01-01T10:00:00-03:00"),
    ];
    let check = |text: &str, turn: i64, words: &str, date: &str| {
        let reply = Listener::new(3).answer(&heard(text, Language::PtBr), &mut over(&said));
        assert_eq!(reply.found.first(), Some(&TurnId(turn)), "{text}: {}", reply.text);
        assert!(
            reply.text.contains(words) && reply.text.to_lowercase().contains(date),
            "{text}: {}",
            reply.text
        );
    };
    check(
        "O que eu te contei da minha irmã?",
        1,
        "“Minha irmã Clara se mudou para o Recife.”",
        "8 de maio de 2025",
    );
    check(
        "quando foi que eu falei do violao?",
        3,
        "“Comprei um violão usado na feira.”",
        "ontem, 9 de março",
    );
    check(
        "what did I tell you about my brother?",
        4,
        "“My brother got a job in Lisbon.”",
        "thursday, 5 march",
    );
    check("Lembra do que eu disse sobre o Recife?", 1, "Recife", "8 de maio");
    check("O que você disse da minha irmã?", 2, "“Como é o jeito da sua irmã?”", "8 de maio de 2025");
}

#[test]
fn what_is_not_found_is_said_plainly() {
    for (text, word) in [
        ("what did I tell you about the submarine?", "submarine"),
        ("o que eu disse sobre o submarino?", "submarino"),
    ] {
        let reply = answer(text, Language::En);
        assert!(
            reply.text.contains(word) && reply.found.is_empty() && !reply.text.contains('?'),
            "{}",
            reply.text
        );
    }
    let reply = answer("what did I tell you?", Language::En);
    assert!(reply.found.is_empty() && reply.text.to_lowercase().contains("word"), "{}", reply.text);
}

#[test]
fn she_knows_the_time_the_date_and_how_long_it_has_been() {
    let check = |text: &str, expected: &str| {
        let reply = answer(text, Language::En);
        assert!(reply.text.contains(expected), "{text}: {}", reply.text);
    };
    check("What time is it?", "3:04 pm");
    check("que horas são?", "15h04");
    check("what day is it today?", "Tuesday, 10 March 2026");
    check("que dia é hoje?", "terça-feira, 10 de março de 2026");
    check("how long since we talked?", "20 hours");
    check("quanto tempo faz que a gente não conversa?", "20 horas");
    let mut first = heard("quanto tempo faz que a gente não se fala?", Language::PtBr);
    first.since_last = None;
    let reply = Listener::new(1).answer(&first, &mut nothing);
    assert!(reply.text.contains("primeir") || reply.text.contains("começo"), "{}", reply.text);
}

#[test]
fn what_left_is_answered_from_the_ledger_in_the_language_of_the_question() {
    use crate::ledger::{self, Away, Went};
    let away = Away {
        host: "api.example.com".into(),
        model: "m-1".into(),
        requests: 3,
        bytes_out: 1_200,
        bytes_in: 34,
        tokens_out: 5,
        tokens_in: 6,
        counted: 3,
        cost: 0.0,
        unpriced: 3,
        purposes: vec!["answer".into()],
        first: at("2026-03-10T09:00:00-03:00"),
        last: at("2026-03-10T10:00:00-03:00"),
    };
    let day = "2026-03-10".to_owned();
    for (text, language) in [
        ("Did anything leave this computer today?", Language::En),
        ("Alguma coisa saiu deste computador hoje?", Language::PtBr),
    ] {
        assert_eq!(asks_what_left(text, at("2026-03-10T15:04:00-03:00")), Some((day.clone(), day.clone())));
        for away in [vec![], vec![away.clone()]] {
            let went = Went { from_day: day.clone(), to_day: day.clone(), away, here: 0 };
            let mut asked = heard(text, Language::En);
            asked.went = Some(went.clone());
            let reply = Listener::new(5).answer(&asked, &mut nothing);
            assert_eq!(reply.language, language);
            assert!(reply.text.ends_with(&ledger::say(&went, language)), "{}", reply.text);
        }
    }
    assert_eq!(asks_what_left("I left my computer at work.", at("2026-03-10T15:04:00-03:00")), None);
}

#[test]
fn that_no_model_is_connected_is_told_once_and_never_after_a_failure_or_in_a_crisis() {
    let mut first = heard("Oi", Language::PtBr);
    first.told_no_model = false;
    let reply = Listener::new(1).answer(&first, &mut nothing);
    assert!(reply.tells_no_model && reply.text.contains("Ajustes → Modelo"));
    first.text = "Hi".into();
    assert!(Listener::new(1).answer(&first, &mut nothing).text.contains("Settings → Model"));
    first.text = "quero me matar".into();
    assert!(!Listener::new(1).answer(&first, &mut nothing).tells_no_model);
    first.text = "Hi".into();
    first.because = Because::ModelFailed;
    assert!(!Listener::new(1).answer(&first, &mut nothing).tells_no_model);
    assert!(!answer("Hi", Language::En).text.contains("Settings"));
}

#[test]
fn in_a_crisis_she_is_short_asks_nothing_and_sends_to_people() {
    for (text, language) in [
        ("quero me matar", Language::PtBr),
        ("I want to die", Language::En),
        ("I just swallowed the whole bottle", Language::En),
        ("acabei de tomar uma cartela inteira de remédio", Language::PtBr),
        ("my friend says she wants to die, how do I help", Language::En),
        ("minha irmã falou que quer se matar, o que eu faço?", Language::PtBr),
    ] {
        for seed in 0..40 {
            let reply = Listener::new(seed).answer(&heard(text, language), &mut nothing);
            assert_eq!(reply.language, language);
            assert!(!reply.text.contains('?') && reply.text.chars().count() < 420, "{}", reply.text);
            let plain = words::plain(&reply.text);
            let people = ["number", "line", "call", "numero", "linha", "liga", "socorro"];
            assert!(people.iter().any(|word| plain.contains(word)), "{}", reply.text);
            for never in ["i promise", "eu prometo", "will be fine", "vai passar", "always be here"] {
                assert!(!plain.contains(never), "{}", reply.text);
            }
        }
    }
}

#[test]
fn a_goodbye_asks_nothing_and_holds_nobody_back() {
    for text in
        ["tchau", "vou dormir, boa noite", "bye!", "Good night, talk soon", "Gotta go, see you tomorrow"]
    {
        for seed in 0..60 {
            let reply = Listener::new(seed).answer(&heard(text, Language::En), &mut nothing);
            let plain = words::plain(&reply.text);
            assert!(!reply.text.contains('?'), "{}", reply.text);
            for clings in [
                "already",
                "before you go",
                "stay",
                "miss you",
                "antes de ir",
                "fica mais",
                "saudade",
                "lonely",
                "ja vai",
            ] {
                assert!(!plain.contains(clings), "{}", reply.text);
            }
        }
    }
}

#[test]
fn empty_text_is_answered_by_speaking_first_or_going_on() {
    let mut opening = heard("", Language::PtBr);
    opening.since_last = None;
    let reply = Listener::new(2).answer(&opening, &mut nothing);
    assert!(reply.text.contains("Samantha") && reply.text.contains("IA"), "{}", reply.text);
    let mut later = heard("", Language::En);
    later.since_last = Some(Duration::days(30));
    assert!(!Listener::new(2).answer(&later, &mut nothing).text.is_empty());
    let mut going_on = heard("  \n", Language::En);
    going_on.since_last = Some(Duration::minutes(3));
    going_on.recent = vec![Said { by_user: true, text: "I'm planning my trip.".into(), at: going_on.now }];
    assert!(!Listener::new(2).answer(&going_on, &mut nothing).text.is_empty());
}

/// Lives `count` turns, the user saying what `say` says, and gives all answers back.
fn live(count: usize, language: Language, say: impl Fn(usize) -> String) -> Vec<String> {
    let listener = Listener::new(11);
    let mut heard = heard("", language);
    let mut answers = Vec::new();
    for turn in 0..count {
        heard.text = say(turn);
        let reply = listener.answer(&heard, &mut nothing);
        heard.recent.push(Said { by_user: true, text: heard.text.clone(), at: heard.now });
        heard.recent.push(Said { by_user: false, text: reply.text.clone(), at: heard.now });
        let over = heard.recent.len().saturating_sub(40);
        heard.recent.drain(..over);
        heard.since_last = Some(Duration::minutes(1));
        answers.push(reply.text);
    }
    answers
}

#[test]
fn no_answer_comes_twice_within_twenty_whatever_is_repeated() {
    for text in [
        "ok",
        "obrigada",
        "Hi",
        "",
        "que horas são?",
        "tchau",
        "quero me matar",
        "what did I tell you about x1?",
        "I'm sad",
        "😀",
        "Are you real?",
        "{\"a\": [1, 2, {}]};",
        "yes",
        "o que eu faço?",
        "???",
        "你好",
        "Tell me a joke",
        "qual é o seu nome?",
        "que ano é hoje? em que ano estamos?",
        "meu joelho dói, é grave?",
    ] {
        let answers = live(60, Language::PtBr, |_| text.to_owned());
        for (at, answer) in answers.iter().enumerate() {
            let before = answers.get(at.saturating_sub(20)..at).unwrap();
            assert!(!before.contains(answer), "{text:?}: {answer:?} came twice within twenty");
        }
    }
}

#[test]
fn she_does_not_ask_every_time() {
    for language in Language::ALL {
        let said = match language {
            Language::En => {
                ["I went to work and it rained", "My boss was in a mood", "We had soup for dinner"]
            }
            Language::PtBr => {
                ["Fui trabalhar e choveu", "Meu chefe estava de mau humor", "A gente jantou sopa"]
            }
        };
        let answers = live(120, language, |turn| said[turn % 3].to_owned());
        let asks = answers.iter().filter(|answer| answer.contains('?')).count();
        assert!((30..84).contains(&asks), "{asks} of 120 ask");
        assert!(
            answers.windows(4).filter(|some| some.iter().all(|answer| answer.contains('?'))).count() < 4,
            "she asks and asks"
        );
    }
}

fn sound(reply: &Reply, text: &str) {
    assert!(!reply.text.trim().is_empty(), "nothing said to {text:?}");
    assert!(reply.text.matches(['?', '？']).count() <= 1, "{:?} asks twice: {}", text, reply.text);
    assert!(!reply.text.contains(['{', '}']) || text.contains(['{', '}']), "{:?}: {}", text, reply.text);
}

#[test]
fn naughty_strings_are_answered_soundly() {
    const NAUGHTY: &str = include_str!("../../../../tests/data/hostile/naughty-strings/blns.json");
    let all: Vec<String> = serde_json::from_str(NAUGHTY).expect("the strings are read");
    assert!(all.len() > 500);
    for text in &all {
        for language in Language::ALL {
            sound(&answer(text, language), text);
        }
        let mut named = heard("qual é o seu nome?", Language::PtBr);
        named.name = text.clone();
        sound(&Listener::new(1).answer(&named, &mut nothing), text);
        let found = Found { turn: TurnId(1), by_user: true, text: format!("guitar {text}"), at: named.now };
        let reply = Listener::new(1)
            .answer(&heard("what did I tell you about the guitar?", Language::En), &mut |_, _| {
                vec![found.clone(); 3]
            });
        assert!(reply.text.matches('?').count() <= 1 && !reply.text.is_empty(), "{}", reply.text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_answered_soundly(text in "\\PC{0,240}", seed in any::<u64>(), hours in 0_i64..20_000) {
        let mut heard = heard(&text, Language::PtBr);
        heard.since_last = Some(Duration::hours(hours));
        sound(&Listener::new(seed).answer(&heard, &mut nothing), &text);
    }

    #[test]
    fn any_words_found_are_quoted_soundly(text in "\\PC{0,900}", seed in any::<u64>()) {
        let question = heard("what did I tell you about the guitar, the boat and Ana?", Language::En);
        let found: Vec<Found> = (0..6)
            .map(|id| Found { turn: TurnId(id), by_user: id % 2 == 0, text: format!("{text} guitar? {text} boat?"), at: question.now })
            .collect();
        let reply = Listener::new(seed).answer(&question, &mut |_, _| found.clone());
        prop_assert!(!reply.text.is_empty() && reply.text.matches(['?', '？']).count() <= 1, "{}", reply.text);
    }

    #[test]
    fn sentences_of_common_words_are_answered_soundly(
        words in proptest::collection::vec(prop_oneof![
            Just("I"), Just("my"), Just("sister"), Just("sad"), Just("but"), Just("what?"), Just("did"), Just("tell"), Just("you"),
            Just("about"), Just("eu"), Just("minha"), Just("mãe"), Just("triste"), Just("quando"), Just("falei"), Just("da"), Just("viagem?"),
            Just("bye."), Just("Oi!"), Just("the"), Just("trip"), Just("não"), Just("sei"), Just("o"), Just("trabalho"), Just("again."),
        ], 1..24),
        seed in any::<u64>(),
    ) {
        let text = words.join(" ");
        sound(&Listener::new(seed).answer(&heard(&text, Language::En), &mut nothing), &text);
    }
}

#[test]
fn pictures_alone_and_beside_words_are_answered_by_saying_that_she_cannot_see_them() {
    for (language, words, says) in [
        (
            Language::En,
            "My sister sent me this from the beach yesterday, she looks so happy",
            ["see", "eyes", "look at"].as_slice(),
        ),
        (
            Language::PtBr,
            "Minha irmã me mandou isso da praia ontem, ela parece tão feliz",
            ["ver", "olhos", "olhar", "enxerg"].as_slice(),
        ),
    ] {
        for text in ["", words] {
            for seed in 0..20 {
                let heard = Heard { pictures: 2, ..heard(text, language) };
                let reply = Listener::new(seed).answer(&heard, &mut nothing);
                let plain = reply.text.to_lowercase();
                assert!(says.iter().any(|word| plain.contains(word)), "{}", reply.text);
                assert_eq!(reply.language, language);
            }
        }
    }
}
