//! What a question asks for: its telling words, whom it is about, the dates it names, and the kind of answer.

use super::{Asked, dates, lists};
use crate::{
    conversation::Speaker,
    store::words::{fold, forms, split},
};

/// Telling words looked for at most; a long remark has the rest in its first ones.
const MOST_WORDS: usize = 24;
/// Postings read at most for one question, all words together (a very long life has some more); the newest of each word. A word with more than its
/// share tells little apart, and is still counted in the turns that other words bring. What a word leaves of its share
/// is the others'.
const POSTINGS: usize = 8_000;
/// Letters at the end of a stem that its word may not have: "ao" of "leao" in "leoes".
const REPLACED: usize = 3;
/// Words read of a remark at most.
pub(super) const LOOKED_AT: usize = 400;

/// A question as it is looked for.
#[derive(Clone, Debug)]
pub(super) struct Question {
    /// In the order they were said, none twice.
    pub words: Vec<Wanted>,
    /// The one it is about, where it is about one of the two.
    pub about: Option<Speaker>,
    pub dates: Vec<dates::Named>,
    /// "When".
    pub when: bool,
    /// "How many", "how long".
    pub amount: bool,
    /// "Who", "where", "which".
    pub name: bool,
    /// Postings read at most for it, all words together.
    pub postings: usize,
}

/// One telling word.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wanted {
    /// As it is indexed: bare, stems, and irregular forms of the same word with theirs.
    pub forms: Vec<String>,
    /// The beginnings of `forms`: a word that begins with none of them is none of them.
    pub begins: Vec<[u8; 2]>,
}

impl Wanted {
    fn new(word: &str) -> Self {
        let bare = fold(word);
        let mut all = forms(word);
        for other in lists::forms_of(&bare) {
            all.extend(forms(other));
        }
        all.sort();
        all.dedup();
        let mut begins: Vec<[u8; 2]> = all.iter().map(|form| beginning(form)).collect();
        begins.sort_unstable();
        begins.dedup();
        Self { forms: all, begins }
    }

    /// Whether a word may be one of `forms`, without bringing it to its own: a stem differs from its word by its end, of
    /// which it replaces [`REPLACED`] letters at most.
    pub(super) fn may_be(&self, plain: &str) -> bool {
        let same = |form: &str| form.bytes().zip(plain.bytes()).take_while(|(a, b)| a == b).count();
        self.begins.contains(&beginning(plain))
            && self.forms.iter().any(|form| same(form) + REPLACED >= form.len())
    }
}

/// The first two bytes; a zero where there is one only.
pub(super) fn beginning(word: &str) -> [u8; 2] {
    let mut bytes = word.bytes();
    [bytes.next().unwrap_or_default(), bytes.next().unwrap_or_default()]
}

/// A remark is looked for by all its telling words: a month it names is mostly ahead, and what was said of it is meant.
pub(super) fn read_remark(asked: &Asked<'_>) -> Question {
    read_as(asked, true)
}

pub(super) fn read(asked: &Asked<'_>) -> Question {
    read_as(asked, false)
}

fn read_as(asked: &Asked<'_>, remark: bool) -> Question {
    let said: Vec<String> = split(asked.words).into_iter().take(LOOKED_AT).collect();
    let bare: Vec<String> = said.iter().map(|word| fold(word)).collect();
    let names = |name: &str| -> Vec<String> { split(name).iter().map(|word| fold(word)).collect() };
    let (users, hers) = (names(asked.user), names(asked.companion));
    let of = |names: &[String]| bare.iter().any(|word| names.contains(word));
    let about = match (of(&users), of(&hers)) {
        (true, false) => Some(Speaker::User),
        (false, true) => Some(Speaker::Companion),
        (true, true) => None,
        (false, false) => by_pronoun(&bare),
    };
    let any_of = |list: &str| bare.iter().any(|word| lists::has(list, word));
    let mut words: Vec<Wanted> = Vec::new();
    let dates = if remark { Vec::new() } else { dates::named(asked.words, asked.at.date_naive()) };
    // What names a date is looked for on the calendar, not in the words.
    let of_date = |bare: &str| {
        !dates.is_empty()
            && (lists::is_time(bare)
                || lists::is_number(bare)
                || bare.starts_with(|c: char| c.is_ascii_digit()))
    };
    let telling = |bare: &String| {
        !(lists::has(lists::STOP, bare) || users.contains(bare) || hers.contains(bare) || of_date(bare))
    };
    let nothing_left = !remark && dates.is_empty() && !bare.iter().any(telling);
    for (word, plain) in said.iter().zip(&bare) {
        if words.len() == MOST_WORDS {
            break;
        }
        if nothing_left || telling(plain) {
            let wanted = Wanted::new(word);
            if !words.contains(&wanted) {
                words.push(wanted);
            }
        }
    }
    Question {
        words,
        about,
        dates,
        when: any_of(lists::WHEN),
        amount: is_amount(&bare),
        name: any_of(lists::WHO_WHERE),
        postings: POSTINGS,
    }
}

/// In talk nobody is named: "I" is the person, "you" is she, but for "do you remember".
fn by_pronoun(bare: &[String]) -> Option<Speaker> {
    let has = |list: &str| bare.iter().any(|word| lists::has(list, word));
    if has(lists::I) {
        return Some(Speaker::User);
    }
    let you = bare.iter().enumerate().any(|(at, word)| {
        lists::has(lists::YOU, word) && !bare.get(at + 1).is_some_and(|next| lists::has(lists::RECALLS, next))
    });
    you.then_some(Speaker::Companion)
}

fn is_amount(bare: &[String]) -> bool {
    let pair = |first: &str, second: &str| {
        bare.windows(2).any(|two| matches!(two, [a, b] if lists::has(first, a) && lists::has(second, b)))
    };
    pair("how", lists::HOW_MUCH) || bare.iter().any(|word| lists::has(lists::QUANTO, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shares_a_form_may_be_the_word() {
        // A family a line: of any two of one line that share a form the one may be the other.
        let families = "leão leões|animal animais|papel papéis|lençol lençóis|viagem viagens|pão pães|mão mãos|\
            study studies studied studying|sky skies|happy happily happiness|possible possibility possibly|hope hoped hoping|\
            relate relation relational|nation national nationally|general generally generalize generalization|\
            paciente paciência pacientes|cantar cantei cantava cantando cantamos|fazer fazendo feito|nadar nadei nadadora|\
            decide decisive decisiveness|hopeful hopefulness|electric electrical electricity|early earlier|ugly|only|\
            psicologia psicológico psicólogo|rápido rapidamente|feliz felizmente felicidade|amável amavelmente|run running runs";
        for family in families.split('|') {
            for (one, other) in family
                .split_whitespace()
                .flat_map(|one| family.split_whitespace().map(move |other| (one, other)))
            {
                let (wanted, plain) = (Wanted::new(one), fold(other));
                let shares = forms(other).iter().any(|form| wanted.forms.contains(form));
                let begins = wanted.begins.contains(&beginning(&plain));
                assert!(!(shares && begins) || wanted.may_be(&plain), "{one} {other}");
            }
        }
        assert!(!Wanted::new("aniversário").may_be("animal"));
    }
}
