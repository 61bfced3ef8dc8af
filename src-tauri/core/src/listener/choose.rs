//! Choosing what to say: by seed, never a line she used lately while another will do.

use super::phrases::Phrases;
use crate::locale::Language;

/// What stands in the slots of a line. An empty name is never asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Slots(Vec<(&'static str, String)>);

impl Slots {
    pub(super) fn set(&mut self, name: &'static str, value: impl Into<String>) {
        let value = value.into();
        self.0.retain(|(other, _)| *other != name);
        if !value.is_empty() {
            self.0.push((name, value));
        }
    }

    pub(super) fn unset(&mut self, name: &str) {
        self.0.retain(|(other, _)| *other != name);
    }

    /// Whether there is a clause to say back.
    pub(super) fn gist_is_known(&self) -> bool {
        self.0.iter().any(|(other, _)| *other == "gist")
    }

    /// What stands for `slot`: a name, a name with a capital (`Topic`), or in Portuguese a name after a
    /// preposition (`de topic` is "da viagem").
    fn get(&self, slot: &str, language: Language) -> Option<String> {
        let (preposition, name) = slot.split_once(' ').unwrap_or(("", slot));
        let lower = name.to_lowercase();
        let value = self.0.iter().find(|(other, _)| *other == lower).map(|(_, value)| value.as_str())?;
        let value = match language {
            Language::PtBr if !preposition.is_empty() => contract(preposition, value),
            _ => value.to_owned(),
        };
        Some(if name.starts_with(char::is_uppercase) { capitalised(&value) } else { value })
    }

    /// `line` with its slots filled; `None` when one has nothing to stand in it.
    pub(super) fn fill(&self, line: &str, language: Language) -> Option<String> {
        let mut filled = String::with_capacity(line.len() + 24);
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('{') {
            let (slot, after) = after.split_once('}')?;
            filled.push_str(before);
            filled.push_str(&self.get(slot, language)?);
            rest = after;
        }
        filled.push_str(rest);
        Some(filled.replace(",:", ":").replace(",.", ".").replace(",,", ","))
    }
}

/// With its first letter a capital.
pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A Portuguese preposition before a noun with its article: "de" and "a viagem" make "da viagem".
pub(super) fn contract(preposition: &str, noun: &str) -> String {
    let (article, rest) = noun.split_once(' ').unwrap_or(("", noun));
    let joined = match (preposition, article) {
        ("de", "o" | "a" | "os" | "as") => Some(format!("d{article}")),
        ("em", "o" | "a" | "os" | "as") => Some(format!("n{article}")),
        ("de", "esse" | "essa" | "esses" | "essas" | "aquele" | "aquela") => Some(format!("d{article}")),
        ("em", "esse" | "essa" | "esses" | "essas" | "aquele" | "aquela") => Some(format!("n{article}")),
        ("a", "o" | "os") => Some(format!("a{article}")),
        ("a", "a") => Some("à".to_owned()),
        ("a", "as") => Some("às".to_owned()),
        _ => None,
    };
    joined.map_or_else(|| format!("{preposition} {noun}"), |joined| format!("{joined} {rest}"))
}

/// How lines are picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// The line longest unsaid, of those that fit best.
    Freshest,
    /// Any line.
    Any,
}

/// Picks lines for one answer.
pub(super) struct Choose<'h> {
    phrases: &'static Phrases,
    language: Language,
    state: u64,
    manner: Manner,
    /// Her latest answers, oldest first.
    said: &'h [String],
    /// What this answer says already.
    now: Vec<String>,
}

impl<'h> Choose<'h> {
    pub(super) fn new(language: Language, seed: u64, manner: Manner, said: &'h [String]) -> Self {
        Self { phrases: Phrases::of(language), language, state: seed, manner, said, now: Vec::new() }
    }

    /// The next number of the seed's sequence (SplitMix64).
    pub(super) fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// True `percent` times in a hundred.
    pub(super) fn chance(&mut self, percent: u64) -> bool {
        self.number() % 100 < percent
    }

    /// One of `options`.
    pub(super) fn one<T: Copy>(&mut self, options: &[T]) -> Option<T> {
        let at =
            usize::try_from(self.number() % u64::try_from(options.len().max(1)).unwrap_or(1)).unwrap_or(0);
        options.get(at).copied()
    }

    /// How long ago the line was last said: the greater the better.
    fn unsaid(&self, line: &str) -> usize {
        let piece = line.split(['{', '}']).step_by(2).max_by_key(|piece| piece.len()).unwrap_or(line).trim();
        if self.now.iter().any(|text| text.contains(piece)) {
            return 0;
        }
        self.said.iter().rev().position(|text| text.contains(piece)).map_or(usize::MAX, |ago| ago + 1)
    }

    /// A line of `section` with its slots filled; `None` when none of its lines can be.
    pub(super) fn line(&mut self, section: &str, slots: &Slots) -> Option<String> {
        self.line_where(section, slots, |_| true)
    }

    /// The same, without a question.
    pub(super) fn quiet(&mut self, section: &str, slots: &Slots) -> Option<String> {
        self.line_where(section, slots, |line| !line.contains('?'))
    }

    fn line_where(&mut self, section: &str, slots: &Slots, fits: impl Fn(&str) -> bool) -> Option<String> {
        let phrases = self.phrases;
        let mut best: Option<(usize, u64, String)> = None;
        // What was heard is worth more than what could be said to anyone, most of the time.
        let to_the_point = self.chance(65);
        for line in phrases.lines(section).iter().copied().filter(|line| fits(line)) {
            let Some(filled) = slots.fill(line, self.language) else { continue };
            let unsaid = match self.manner {
                Manner::Any => 0,
                Manner::Freshest => self.unsaid(line),
            };
            let luck = self.number() >> 1;
            let luck = if to_the_point && line.contains('{') { luck | (1 << 63) } else { luck };
            if best.as_ref().is_none_or(|(age, chance, _)| (unsaid, luck) > (*age, *chance)) {
                best = Some((unsaid, luck, filled));
            }
        }
        let (_, _, filled) = best?;
        self.now.push(filled.clone());
        Some(filled)
    }

    /// Every line of `section` that can be said, in the order of the file.
    pub(super) fn all(&self, section: &str) -> &'static [&'static str] {
        self.phrases.lines(section)
    }
}

/// A number that stands for `text` (FNV-1a).
pub(super) fn number_of(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preposition_joins_the_article_after_it() {
        let check =
            |preposition: &str, noun: &str, expected: &str| assert_eq!(contract(preposition, noun), expected);
        check("de", "a sua irmã", "da sua irmã");
        check("em", "o trabalho", "no trabalho");
        check("a", "a sua mãe", "à sua mãe");
        check("de", "João", "de João");
        check("em", "essa casa", "nessa casa");
    }

    #[test]
    fn a_line_whose_slot_is_empty_is_not_said() {
        let mut slots = Slots::default();
        assert_eq!(slots.fill("{Topic}, then.", Language::En), None);
        slots.set("topic", "your trip");
        assert_eq!(slots.fill("{Topic}, then.", Language::En).as_deref(), Some("Your trip, then."));
        slots.set("topic", "a sua viagem");
        assert_eq!(slots.fill("O fim {de topic}.", Language::PtBr).as_deref(), Some("O fim da sua viagem."));
    }

    #[test]
    fn every_line_comes_up_before_one_comes_twice() {
        let mut said = Vec::new();
        let count = Phrases::of(Language::En).lines("thanks").len();
        for seed in 0..count {
            let line = Choose::new(Language::En, seed as u64, Manner::Freshest, &said)
                .line("thanks", &Slots::default())
                .unwrap();
            assert!(!said.contains(&line), "{line} came twice");
            said.push(line);
        }
    }
}
