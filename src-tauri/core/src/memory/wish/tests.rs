use super::*;
use serde::Deserialize;
use std::{fs, path::Path};

#[derive(Deserialize)]
struct Case {
    text: String,
    language: String,
    expects: Option<Expected>,
    #[serde(default)]
    later: bool,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Expected {
    kind: String,
    whole: String,
    about: String,
}

fn told(wish: &Wish) -> Expected {
    let kind = match wish.kind {
        WishKind::Remember => "remember",
        WishKind::Forget => "forget",
        WishKind::Avoid => "avoid",
    };
    let whole = match wish.whole {
        Whole::About => "about",
        Whole::LastSaid => "last_said",
        Whole::Everything => "everything",
    };
    Expected { kind: kind.to_owned(), whole: whole.to_owned(), about: wish.about.clone() }
}

/// How many of how many sentences are read as they are meant. The others are printed.
fn measure(language: &str, later: bool) -> (usize, usize) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/rules/wishes.jsonl");
    let text = fs::read_to_string(path).unwrap();
    let all = text.lines().map(|line| serde_json::from_str::<Case>(line).unwrap());
    let (mut right, mut count) = (0, 0);
    for case in all.filter(|case| case.language == language && case.later == later) {
        let read = read(&case.text).as_ref().map(told);
        count += 1;
        right += usize::from(read == case.expects);
        if read != case.expects {
            println!("{:?}\n  read {read:?}\n  meant {:?}", case.text, case.expects);
        }
    }
    println!("wishes {language}{}: {right} of {count}", if later { " later" } else { "" });
    (right, count)
}

#[test]
fn what_is_asked_of_her_memory_is_read_from_the_words() {
    let all = ["pt", "en"].map(|language| measure(language, false));
    for (right, count) in all {
        assert!(count >= 80 && right == count, "{all:?}");
    }
}

#[test]
fn wishes_written_after_the_patterns_are_read_nearly_as_well() {
    let all = ["pt", "en"].map(|language| measure(language, true));
    for (right, count) in all {
        assert!(count >= 20 && right * 10 >= count * 9, "{all:?}");
    }
}

#[test]
fn what_is_avoided_is_found_by_its_stems_in_both_languages() {
    for (words, text) in [
        ("my divorce", "I got divorced in 2019"),
        ("my divorce", "Me divorciei em 2019"),
        ("meu divórcio", "me divorciei da Paula"),
        ("minha separação", "Foi quando eu me separei."),
        ("minha briga com a Paula", "Ontem briguei feio com a Paula"),
        ("my fight with Ana", "Ana and I fought again yesterday"),
        ("Carla", "A Carla me ligou hoje"),
        ("meu ex Pedro", "O Pedro apareceu no bar"),
        ("my ex boyfriend Tom", "Tom wrote to me"),
        ("o acidente", "Sonhei com o acidente de novo"),
        ("meu pai", "Hoje visitei meu pai"),
        ("my father", "Dad called me"),
        ("a morte da minha mãe", "Minha mãe morreu em março"),
        ("my father's death", "my dad died last year"),
        ("my job", "I hate my work"),
        ("meu cunhado Pedro", "O Pedro dormiu aqui"),
        ("minha sobrinha Lia", "A Lia passou de ano"),
        ("my son-in-law", "Meu genro ligou ontem"),
        ("my niece", "Minha sobrinha casou"),
        ("minha avó", "Sonhei com a vovó ontem"),
        ("meu neto", "My grandson is called Bento"),
    ] {
        assert!(avoids(words, text), "{words} / {text}");
    }
}

#[test]
fn what_is_something_else_is_not_avoided() {
    for (words, text) in [
        ("my divorce", "I bought a new coat"),
        ("minha briga com a Paula", "A Paula fez um bolo de laranja"),
        ("minha briga com a Paula", "Briguei com meu chefe"),
        ("Carla", "O Carlos me ligou hoje"),
        ("meu ex Pedro", "Meu chefe se chama João"),
        ("a morte da minha mãe", "Minha mãe fez um bolo"),
        ("my father's death", "My father likes fishing"),
        ("o acidente", "Acordei cedo e corri na praia"),
        ("minha avó", "Meu avô faz pão"),
        ("meu cunhado Pedro", "Meu cunhado Raul viajou"),
        ("that", "Any text at all"),
        ("", "Any text at all"),
    ] {
        assert!(!avoids(words, text), "{words} / {text}");
    }
}

#[test]
fn naughty_strings_ask_nothing_that_does_not_stand_in_them() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/hostile/naughty-strings/blns.json");
    let strings: Vec<String> = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    for string in &strings {
        for text in [
            string.clone(),
            format!("esquece o que eu disse sobre {string}"),
            format!("don't bring {string} up again"),
        ] {
            holds(&text);
        }
    }
}

fn holds(text: &str) {
    if let Some(wish) = read(text) {
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat(text).contains(&wish.about), "{text:?} {wish:?}");
        assert_eq!(wish.about.is_empty(), wish.whole != Whole::About, "{text:?} {wish:?}");
        avoids(&wish.about, text);
    }
}

proptest::proptest! {
    #[test]
    fn any_run_of_words_is_read_without_harm(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "forget", "that", "esquece", "isso", "o", "que", "eu", "disse", "sobre", "don't", "bring", "up", "again", "não", "fala",
                "mais", "do", "remember", "lembra", "Ana", ",", ".", ":", "?", "everything", "tudo", "please", "toca", "no", "assunto",
                "I", "my", "from", "your", "memory", "à", "tona", "traz", "\"", "É", "ß",
            ]),
            0..30,
        ),
    ) {
        holds(&words.join(" "));
    }

    #[test]
    fn any_text_is_read_without_harm(text in "\\PC{0,200}", words in "\\PC{0,40}") {
        holds(&text);
        avoids(&words, &text);
    }
}
