//! What she says and the words she knows things by: one pair of files a language, read once.

use crate::locale::Language;
use std::{collections::HashMap, sync::LazyLock};

/// The lines of one language by section.
pub(super) struct Phrases {
    sections: HashMap<&'static str, Vec<&'static str>>,
    /// For each feeling and matter, the words it is known by.
    known_by: HashMap<&'static str, Vec<&'static str>>,
}

static EN: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(&[
        include_str!("../../data/listener/en.txt"),
        include_str!("../../data/listener/en.moods.txt"),
    ])
});
static PT_BR: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(&[
        include_str!("../../data/listener/pt-BR.txt"),
        include_str!("../../data/listener/pt-BR.moods.txt"),
    ])
});

/// Feelings, the heavier ones first: when two are as strong, the first is answered.
pub(super) const FEELINGS: &[&str] = &[
    "feel.grief",
    "feel.shock",
    "feel.lonely",
    "feel.sad",
    "feel.anger",
    "feel.guilt",
    "feel.worry",
    "feel.tired",
    "feel.longing",
    "feel.proud",
    "feel.relief",
    "feel.stuck",
    "feel.thanks",
    "feel.hope",
    "feel.joy",
    "feel.bored",
];

/// Everyday matters; when two are as present, the first is taken.
pub(super) const TOPICS: &[&str] = &[
    "topic.health",
    "topic.pet",
    "topic.kids",
    "topic.study",
    "topic.cause",
    "topic.art",
    "topic.story",
    "topic.body",
    "topic.food",
    "topic.travel",
    "topic.sleep",
    "topic.love",
    "topic.friends",
    "topic.party",
    "topic.work",
    "topic.family",
    "topic.nature",
    "topic.home",
    "topic.money",
    "topic.faith",
    "topic.tech",
];

impl Phrases {
    pub(super) fn of(language: Language) -> &'static Self {
        match language {
            Language::PtBr => &PT_BR,
            Language::En => &EN,
        }
    }

    fn read(files: &[&'static str]) -> Self {
        let mut sections: HashMap<&'static str, Vec<&'static str>> = HashMap::new();
        let mut known_by: HashMap<&'static str, Vec<&'static str>> = HashMap::new();
        for file in files {
            let mut section = "";
            for line in file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
            {
                if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                    section = name;
                } else if let Some(of) = section.strip_suffix(".words") {
                    known_by.entry(of).or_default().extend(line.split(',').map(str::trim));
                } else {
                    sections.entry(section).or_default().push(line);
                }
            }
        }
        Self { sections, known_by }
    }

    /// The lines of a section; none for a section that isn't there.
    pub(super) fn lines(&self, section: &str) -> &[&'static str] {
        self.sections.get(section).map(Vec::as_slice).unwrap_or_default()
    }

    /// The words a feeling or a matter is known by, plain; a final `*` stands for any ending.
    pub(super) fn known_by(&self, of: &str) -> &[&'static str] {
        self.known_by.get(of).map(Vec::as_slice).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listener::words::plain;
    use std::collections::BTreeSet;

    #[test]
    fn both_languages_have_the_same_sections_and_enough_lines_in_each() {
        let (pt, en) = (Phrases::of(Language::PtBr), Phrases::of(Language::En));
        let names = |phrases: &Phrases| phrases.sections.keys().copied().collect::<BTreeSet<_>>();
        assert_eq!(names(pt), names(en));
        for (name, lines) in pt.sections.iter().chain(&en.sections) {
            assert!(lines.len() >= 2, "{name} has too few lines");
            let different: BTreeSet<_> = lines.iter().collect();
            assert_eq!(different.len(), lines.len(), "{name} says something twice");
        }
        // When all else repeats, one of these is always new within forty turns.
        assert!(en.lines("spare").len() > 20 && pt.lines("spare").len() > 20);
    }

    #[test]
    fn no_line_asks_more_than_once() {
        for phrases in [Phrases::of(Language::PtBr), Phrases::of(Language::En)] {
            for (name, lines) in &phrases.sections {
                for line in lines {
                    let asks = line.matches('?').count();
                    assert!(
                        asks <= usize::from(name.contains("ask") || name.contains("more")),
                        "{name}: {line}"
                    );
                    assert_eq!(line.matches('{').count(), line.matches('}').count(), "{name}: {line}");
                }
            }
        }
    }

    #[test]
    fn every_feeling_and_matter_is_known_by_plain_words_and_has_something_to_say() {
        for phrases in [Phrases::of(Language::PtBr), Phrases::of(Language::En)] {
            for of in FEELINGS.iter().chain(TOPICS) {
                assert!(phrases.known_by(of).len() >= 8, "{of}");
                assert!(phrases.lines(&format!("{of}.ask")).len() >= 3, "{of}");
                if *of != "topic.health" {
                    assert!(phrases.lines(&format!("{of}.open")).len() >= 3, "{of}");
                }
            }
            assert_eq!(phrases.known_by.len(), FEELINGS.len() + TOPICS.len());
        }
    }

    #[test]
    fn nothing_she_says_clings_flatters_or_claims_to_know() {
        let never = [
            "i understand how you feel",
            "entendo como voce se sente",
            "i need you",
            "preciso de voce",
            "dont go",
            "nao va embora",
            "i missed you",
            "senti sua falta",
            "you only have me",
            "i know exactly",
            "sei exatamente",
            "trust me",
            "confia em mim",
            "everything will be",
            "vai ficar tudo bem",
            "i promise",
            "eu prometo",
            "always be here",
            "sempre vou estar",
        ];
        for phrases in [Phrases::of(Language::PtBr), Phrases::of(Language::En)] {
            for line in phrases.sections.values().flatten() {
                let line = plain(line);
                assert!(never.iter().all(|words| !line.contains(words)), "{line}");
            }
        }
    }
}
