//! What a wish is about: its words, and whether a text is about the same.

use super::{
    super::rules::tokens::{Gap, Token},
    WishKind, plain,
};
use crate::{
    memory::{fact::are_two_names, rules::has},
    people::Relation,
    store::words::{fold, forms, split},
};

/// Words behind a wish that belong to the asking.
const POLITE: &str = "please ok okay thanks again anymore ever now more any longer por favor ta tá bom mais nunca novo de obrigado obrigada \
    viu hein agora entendeu ne combinado samantha all right for good from your memory da sua memoria never on alright you hear pls pfv pf";
/// Words before the subject that lead to it.
const LEADING: &str = "the about of on regarding sobre de do da dos das no na nos nas que that a to o os as ao respeito disso com";
/// What points to what was said before.
const BACK: &str =
    "it that this him her them isso disso disto isto aquilo dele dela ele ela nisso those these deles delas";

/// What follows the words that ask.
pub(super) struct Rest {
    pub words: String,
    plain: Vec<String>,
}

/// Whether only politeness follows.
pub(super) fn is_politeness(tokens: &[Token], at: usize) -> bool {
    tokens.get(at..).unwrap_or_default().iter().all(|token| has(POLITE, &token.plain))
}

/// "Forget about tomorrow, let's enjoy tonight": words for going on, not for forgetting.
pub(super) fn moves_on(tokens: &[Token], first: usize) -> bool {
    tokens
        .iter()
        .enumerate()
        .skip(first)
        .any(|(at, token)| token.gap != Gap::Open && has("vamos let what how bora", plain(tokens, at)))
}

impl Rest {
    pub(super) fn of(text: &str, tokens: &[Token], kind: WishKind, first: usize, until: usize) -> Self {
        let (mut first, mut until) = (first, until.min(tokens.len()));
        loop {
            let before = until;
            let ends = (plain(tokens, until.wrapping_sub(2)), plain(tokens, until.wrapping_sub(1)));
            if until >= first + 2
                && (matches!(ends, ("for", "me") | ("para", "mim"))
                    || kind == WishKind::Avoid && matches!(ends, ("to" | "with", "me")))
            {
                until -= 2;
            } else if until > first + 1 && kind == WishKind::Avoid && ends.1 == "comigo" {
                until -= 1;
            }
            // "Tá" is read as "está".
            let tag = tokens.get(until.wrapping_sub(1)).filter(|last| last.plain == "esta");
            if kind != WishKind::Remember
                && tag.is_some_and(|tag| tag.end - tag.first <= "tá".len())
                && until > first
            {
                until -= 1;
            }
            while until > first && has(POLITE, plain(tokens, until - 1)) {
                // "Que eu não bebo mais" says it with its last word.
                let negated = (first..until).any(|at| matches!(plain(tokens, at), "nao" | "not"));
                if negated && matches!(plain(tokens, until - 1), "mais" | "anymore" | "ever" | "again") {
                    break;
                }
                until -= 1;
            }
            if until == before {
                break;
            }
        }
        // A statement that is to be kept keeps its article; what it is about goes without ("da Paula").
        let leading = if kind == WishKind::Remember { "que that" } else { LEADING };
        while first < until && has(leading, plain(tokens, first)) && until - first > 1 {
            first += 1;
        }
        let plain =
            tokens.get(first..until).unwrap_or_default().iter().map(|token| token.plain.clone()).collect();
        let start = tokens.get(first).map(|token| token.first);
        let end = until.checked_sub(1).and_then(|at| tokens.get(at)).map(|token| token.end);
        let words = match (start, end) {
            (Some(start), Some(end)) if until > first => text.get(start..end).unwrap_or_default(),
            _ => "",
        };
        Self { words: words.split_whitespace().collect::<Vec<_>>().join(" "), plain }
    }

    pub(super) fn is_nothing(&self) -> bool {
        self.plain.iter().all(|word| has(POLITE, word) || has(LEADING, word))
    }

    /// "It", "that", "this subject".
    pub(super) fn points_back(&self) -> bool {
        match self.plain.as_slice() {
            [one] => has(BACK, one),
            [one, two] => {
                has("this that esse este nesse neste essa desse o the", one)
                    && has("subject topic assunto conversa matter thing historia", two)
            }
            _ => false,
        }
    }

    /// "That story", "this talk".
    pub(super) fn is_the_talk(&self) -> bool {
        matches!(self.plain.as_slice(), [one] if has("historia conversa assunto papo lance negocio conversation subject topic", one))
    }

    /// Whether it tells something to keep: of the user's, a name, a day, a number, or any thing that isn't what advice is
    /// made of.
    pub(super) fn tells(&self) -> bool {
        let own = "i me my mine we us our eu me mim meu minha meus minhas nos nosso nossa gente sou estou vou tenho moro trabalho faco hoje amanha \
            today tomorrow tonight monday tuesday wednesday thursday friday saturday sunday segunda terca quarta quinta sexta sabado domingo \
            odeio adoro gosto amo detesto quero preciso fui era nao";
        let comforting = self.plain.iter().any(|word| has("always sempre", word))
            && self.plain.iter().any(|word| has("here aqui there", word));
        let name = self
            .words
            .split_whitespace()
            .skip(1)
            .any(|word| word.chars().next().is_some_and(char::is_uppercase));
        let figure = self.words.chars().any(|c| c.is_ascii_digit());
        let advice = "life vida love amor positive positivo happiness felicidade time tempo money dinheiro people pessoas everyone everybody \
            todos ninguem nobody world mundo god deus important importante beautiful bela curta short hope esperanca staying being ser estar \
            sempre always never nunca";
        let advises = self.plain.iter().any(|word| has(advice, word));
        !comforting && (name || figure || !advises || self.plain.iter().any(|word| has(own, word)))
    }

    /// Said of feelings, or of her: nothing to keep or to forget.
    pub(super) fn is_figure(&self, kind: WishKind) -> bool {
        let first = self.plain.first().map_or("", String::as_str);
        let second = self.plain.get(1).map_or("", String::as_str);
        match kind {
            WishKind::Remember => {
                // "Guarda um pedaço de bolo": a thing to put aside.
                has("voce you um uma uns umas", first)
                    || first == "i" && has("love adore miss", second)
                    || first == "te" && has("amo adoro", second)
                    || first == "eu" && second == "te"
            }
            WishKind::Forget => {
                has(
                    "you me mim voce him her them tomorrow yesterday today amanha hoje ontem past passado work",
                    first,
                ) || has("exist exists existo existe", second)
            }
            WishKind::Avoid => {
                has("mal assim besteira bobagem jeito forma maneira modo tom me you yourself mim voce", first)
                    || has("right now today hoje tonight", self.last())
            }
        }
    }

    fn last(&self) -> &str {
        self.plain.last().map_or("", String::as_str)
    }
}

/// Words that tell nothing of what something is about.
const EMPTY: &str = "a an the o os as um uma de do da dos das em no na nos nas e ou and or my our your his her their minha meu minhas meus nossa \
    nosso sua seu dele dela with com about sobre to of in on at for por para que that this isso esse essa it is was i eu me we a gente we \
    what said told disse falei contei happened aconteceu thing coisa assunto subject topic historia story old whole all tudo everything \
    anymore more mais again novo not nao never nunca when quando had tive foi era did fiz";
/// Words of one thing, in both languages.
const FAMILIES: &[&str] = &[
    "morte morreu morrer morri morreram faleceu falecimento luto enterro velorio death died die dying dead funeral grief",
    "briga briguei brigamos brigou brigas discuti discutimos discussao fight fought fighting argued argument quarrel",
    "divorcio divorciei divorciou divorciamos divorciada divorciado separacao separei separamos separou divorce divorced separated \
     separation",
    "termino terminei terminamos terminou breakup split",
    "demissao demitido demitida demitiram fired layoff laid sacked",
    "doenca doente sick sickness illness ill disease",
    "gravidez gravida pregnancy pregnant",
    "aborto abortei miscarriage abortion",
    "casamento casei casamos marriage wedding married",
    "trabalho emprego trabalhar trabalhei work job working",
    "cachorro cachorra dog",
    "gato gata cat",
    "dinheiro divida dividas money debt debts",
    "acidente accident crash",
    "terapia terapeuta therapy therapist",
    "ex ex-marido ex-mulher ex-namorado ex-namorada ex-husband ex-wife ex-boyfriend ex-girlfriend",
];

struct Word {
    plain: String,
    forms: Vec<String>,
    /// What somebody is to the user, where it says that: beside a name it doesn't narrow it.
    relation: Option<Relation>,
    tie: bool,
    name: bool,
}

fn telling(text: &str) -> Vec<Word> {
    let capital = |word: &str| {
        text.split(|c: char| !c.is_alphanumeric())
            .any(|said| said.chars().next().is_some_and(char::is_uppercase) && said.to_lowercase() == word)
    };
    split(&text.replace("-in-law", "inlaw").replace(" in law", "inlaw"))
        .into_iter()
        .filter_map(|word| {
            let plain = fold(&word);
            if has(EMPTY, &plain) || plain.chars().count() < 2 {
                return None;
            }
            let soft =
                plain.replace("gue", "ge").replace("gui", "gi").replace("que", "ce").replace("qui", "ci");
            let mut all = forms(&word);
            if soft != plain {
                all.extend(forms(&soft));
            }
            let relation = Relation::of(&word).filter(|_| Relation::is_word(&plain));
            let tie = relation.is_some() || plain == "ex";
            Some(Word { name: capital(&word), tie, relation, forms: all, plain })
        })
        .collect()
}

/// Whether two words are of one thing: by their stems, a long common beginning, what somebody is, or a family of words.
fn alike(a: &Word, b: &Word) -> bool {
    if a.plain == b.plain {
        // "Avó" and "avô" are one without their accents.
        return a.relation.is_none() || Relation::shares(a.relation.as_ref(), b.relation.as_ref());
    }
    if a.relation.is_some() && b.relation.is_some() {
        return Relation::shares(a.relation.as_ref(), b.relation.as_ref());
    }
    let long = |word: &Word| word.plain.len() >= 4;
    if long(a) && long(b) {
        // Carla and Carlos have one stem, and are two.
        let two_names = a.name && b.name && are_two_names(&a.plain, &b.plain);
        if !two_names && a.forms.iter().any(|form| form.len() >= 3 && b.forms.contains(form)) {
            return true;
        }
        let common = a.plain.chars().zip(b.plain.chars()).take_while(|(x, y)| x == y).count();
        let tail = |word: &Word| word.plain.chars().count() - common;
        if !a.name && !b.name && common >= 6 && tail(a) <= 4 && tail(b) <= 4 {
            return true;
        }
    }
    FAMILIES.iter().any(|family| has(family, &a.plain) && has(family, &b.plain))
}

/// The telling words of a text, read once to be held against many.
pub struct Subject(Vec<Word>);

impl Subject {
    pub fn of(text: &str) -> Self {
        Self(telling(text))
    }

    /// Whether a text is about this: whether it has its telling words, by their stems, in either language. A name beside
    /// what somebody is to the user stands for both. Nothing is about what tells nothing.
    pub fn is_of(&self, text: &Self) -> bool {
        let Self(words) = self;
        if words.is_empty() {
            return false;
        }
        let found = |word: &&Word| text.0.iter().any(|other| alike(word, other));
        let names: Vec<&Word> = words.iter().filter(|word| word.name && !word.tie).collect();
        // "My ex Pedro", "Pedro": the name alone tells.
        if !names.is_empty() && words.iter().all(|word| word.tie || word.name) {
            return names.iter().any(found);
        }
        // "My ex boyfriend": either word of what somebody is says less than the one that tells apart.
        let need = (2 * words.len()).div_ceil(3);
        words.iter().filter(found).count() >= need
    }

    /// Whether a text has every one of its telling words.
    pub fn is_wholly_in(&self, text: &Self) -> bool {
        self.0.iter().all(|word| text.0.iter().any(|other| alike(word, other)))
    }
}

/// Whether a text is about something, both as they were said: see [`Subject::is_of`].
pub fn avoids(words: &str, text: &str) -> bool {
    Subject::of(words).is_of(&Subject::of(text))
}
