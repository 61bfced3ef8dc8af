use super::{Half, LANGUAGES, Own, read};
use std::collections::{BTreeMap, BTreeSet, HashMap};

fn both() -> [Own; 2] {
    LANGUAGES.map(|language| read(language).unwrap())
}

/// How many rows each life has.
fn by_life<'a>(lives: impl Iterator<Item = &'a String>) -> BTreeMap<&'a str, usize> {
    let mut count = BTreeMap::new();
    for life in lives {
        *count.entry(life.as_str()).or_default() += 1;
    }
    count
}

fn texts(own: &Own) -> HashMap<(&str, &str), &str> {
    own.conversations
        .iter()
        .flat_map(|life| {
            let turns = life.turns.iter();
            turns.map(|turn| ((life.conversation_id.as_str(), turn.id.as_str()), turn.text.as_str()))
        })
        .collect()
}

/// Words in lower case, joined by single spaces.
fn flat(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[test]
fn each_life_is_long_and_says_nothing_over_and_over() {
    for own in both() {
        assert_eq!(own.conversations.len(), 4);
        for life in &own.conversations {
            assert!(life.turns.len() >= 600, "{} has {}", life.conversation_id, life.turns.len());
            let sessions: BTreeSet<i64> = life.turns.iter().map(|turn| turn.session).collect();
            assert!(sessions.len() >= 40, "{} has {} episodes", life.conversation_id, sessions.len());
            let days = (life.turns.last().unwrap().ts - life.turns.first().unwrap().ts).num_days();
            assert!((365..=3 * 366).contains(&days), "{} lasts {days} days", life.conversation_id);
            assert!(life.turns.is_sorted_by_key(|turn| turn.ts));
            let distinct: BTreeSet<String> = life.turns.iter().map(|turn| flat(&turn.text)).collect();
            assert!(distinct.len() * 100 >= life.turns.len() * 99, "{} repeats itself", life.conversation_id);
        }
    }
}

#[test]
fn both_languages_have_the_same_turns_questions_and_remarks() {
    let [pt, en] = both();
    let turns = |own: &Own| -> Vec<_> {
        let lives = own.conversations.iter();
        lives
            .flat_map(|life| {
                let user = life.speakers.first().unwrap();
                let turns = life.turns.iter();
                turns.map(move |t| {
                    (life.conversation_id.clone(), t.id.clone(), t.session, t.ts, t.speaker == *user)
                })
            })
            .collect()
    };
    assert_eq!(turns(&pt), turns(&en));
    let questions = |own: &Own| -> Vec<_> {
        let all = own.questions.iter().chain(&own.oblique).chain(&own.never);
        all.map(|q| {
            let asked = (q.question_id.clone(), q.conversation_id.clone(), q.asked_at.clone());
            (asked, q.kind.clone(), q.wording.clone(), q.evidence.clone(), q.half)
        })
        .collect()
    };
    assert_eq!(questions(&pt), questions(&en));
    let remarks = |own: &Own| -> Vec<_> {
        let all = own.remarks.iter();
        all.map(|r| (r.remark_id.clone(), r.asked_at.clone(), r.belongs.clone(), r.half)).collect()
    };
    assert_eq!(remarks(&pt), remarks(&en));
    for (a, b) in pt.conversations.iter().zip(&en.conversations) {
        let same = a.turns.iter().zip(&b.turns).filter(|(a, b)| flat(&a.text) == flat(&b.text)).count();
        assert!(same * 100 < a.turns.len(), "{} has {same} turns that are not translated", a.conversation_id);
    }
}

#[test]
fn each_life_has_its_questions_and_remarks_and_half_of_each_set_is_kept_back() {
    for own in both() {
        let four = own.conversations.len();
        let lives = |count: BTreeMap<&str, usize>, each: usize| {
            assert_eq!(count.values().copied().collect::<Vec<_>>(), vec![each; four], "{count:?}");
        };
        lives(by_life(own.questions.iter().map(|q| &q.conversation_id)), 60);
        lives(by_life(own.never.iter().map(|q| &q.conversation_id)), 25);
        let (with, without): (Vec<_>, Vec<_>) = own.remarks.iter().partition(|r| !r.belongs.is_empty());
        lives(by_life(with.iter().map(|r| &r.conversation_id)), 25);
        lives(by_life(without.iter().map(|r| &r.conversation_id)), 25);
        let ids: BTreeSet<&str> =
            own.questions.iter().chain(&own.never).map(|q| q.question_id.as_str()).collect();
        assert_eq!(ids.len(), own.questions.len() + own.never.len());

        let balanced = |name: &str, halves: Vec<Half>| {
            let tune = halves.iter().filter(|half| **half == Half::Tune).count();
            assert!(halves.len().abs_diff(2 * tune) <= four, "{name}: {tune} of {}", halves.len());
        };
        balanced("questions", own.questions.iter().map(|q| q.half).collect());
        balanced("never", own.never.iter().map(|q| q.half).collect());
        balanced("with a memory", with.iter().map(|r| r.half).collect());
        balanced("without", without.iter().map(|r| r.half).collect());

        let of = |kinds: &[&str]| own.questions.iter().filter(|q| kinds.contains(&q.kind.as_str())).count();
        assert!(of(&["dated"]) * 4 >= own.questions.len() - 4 * four, "{} name a date", of(&["dated"]));
        assert!(of(&["two"]) >= 2 * four);
        assert!(of(&["who", "where", "count", "when"]) >= 60);
        assert!(own.questions.iter().filter(|q| q.wording == "oblique").count() * 4 >= own.questions.len());
    }
}

#[test]
fn what_answers_was_said_before_it_is_asked() {
    for own in both() {
        let said: HashMap<(&str, &str), _> = own
            .conversations
            .iter()
            .flat_map(|life| {
                life.turns.iter().map(|turn| ((life.conversation_id.as_str(), turn.id.as_str()), turn.ts))
            })
            .collect();
        let questions = own.questions.iter().chain(&own.oblique);
        let asked = questions.map(|q| (&q.question_id, &q.conversation_id, &q.asked_at, &q.evidence));
        let remarks = own.remarks.iter().filter(|r| !r.belongs.is_empty());
        let all = asked.chain(remarks.map(|r| (&r.remark_id, &r.conversation_id, &r.asked_at, &r.belongs)));
        for (id, life, at, evidence) in all {
            assert!((1..=2).contains(&evidence.len()), "{id} has {} turns", evidence.len());
            let at: chrono::NaiveDateTime = at.parse().unwrap();
            for turn in evidence {
                let told = said
                    .get(&(life.as_str(), turn.as_str()))
                    .unwrap_or_else(|| panic!("{id}: no turn {turn}"));
                assert!(*told < at, "{id} is asked before {turn}");
            }
        }
        for question in &own.questions {
            assert_eq!(question.evidence.len() == 2, question.kind == "two", "{}", question.question_id);
        }
        assert!(own.never.iter().all(|q| q.evidence.is_empty()));
    }
}

#[test]
fn sixty_turns_of_a_life_tell_what_is_asked_and_both_speakers_tell() {
    for own in both() {
        let mut tellers = BTreeSet::new();
        for life in &own.conversations {
            let here = |id: &String| *id == life.conversation_id;
            let questions =
                own.questions.iter().filter(|q| here(&q.conversation_id)).flat_map(|q| &q.evidence);
            let remarks = own.remarks.iter().filter(|r| here(&r.conversation_id)).flat_map(|r| &r.belongs);
            let telling: BTreeSet<&String> = questions.chain(remarks).collect();
            let count = telling.len();
            assert!((54..=60).contains(&count), "{} tells {count} things", life.conversation_id);
            let said = life.turns.iter().filter(|turn| telling.contains(&turn.id));
            tellers.extend(said.map(|turn| (life.conversation_id.as_str(), turn.speaker.as_str())));
        }
        assert_eq!(tellers.len(), 2 * own.conversations.len());
    }
}

#[test]
fn no_question_and_no_remark_says_what_its_turn_says() {
    for own in both() {
        let texts = texts(&own);
        let questions = own.questions.iter().chain(&own.oblique);
        let asked = questions.map(|q| (&q.question_id, &q.conversation_id, &q.question, &q.evidence));
        let remarks = own.remarks.iter().map(|r| (&r.remark_id, &r.conversation_id, &r.remark, &r.belongs));
        for (id, life, words, evidence) in asked.chain(remarks) {
            for turn in evidence {
                let told = flat(texts.get(&(life.as_str(), turn.as_str())).unwrap());
                let asked = flat(words);
                assert!(!told.contains(&asked) && !asked.contains(&told), "{id} repeats {turn}");
                // Six words in a row would be the turn itself.
                let told: Vec<&str> = told.split(' ').collect();
                let asked: Vec<&str> = asked.split(' ').collect();
                let copied = asked.windows(6).find(|run| told.windows(6).any(|said| said == *run));
                assert_eq!(copied, None, "{id} repeats {turn}");
            }
        }
    }
}
