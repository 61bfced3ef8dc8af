//! What somebody does again and again: a verb of doing and how often.

use super::{tokens::Token, value, words::has};

/// The user's form of a verb, and anybody else's.
const PT_VERBS: &[(&str, &str)] = &[
    ("corro", "corre"),
    ("caminho", "caminha"),
    ("nado", "nada"),
    ("pedalo", "pedala"),
    ("treino", "treina"),
    ("malho", "malha"),
    ("medito", "medita"),
    ("rezo", "reza"),
    ("leio", "lê"),
    ("escrevo", "escreve"),
    ("desenho", "desenha"),
    ("pinto", "pinta"),
    ("toco", "toca"),
    ("canto", "canta"),
    ("danço", "dança"),
    ("jogo", "joga"),
    ("cozinho", "cozinha"),
    ("tomo", "toma"),
    ("bebo", "bebe"),
    ("como", "come"),
    ("acordo", "acorda"),
    ("durmo", "dorme"),
    ("almoço", "almoça"),
    ("janto", "janta"),
    ("visito", "visita"),
    ("ligo", "liga"),
    ("vou", "vai"),
    ("faço", "faz"),
    ("estudo", "estuda"),
    ("pratico", "pratica"),
    ("assisto", "assiste"),
    ("surfo", "surfa"),
    ("levo", "leva"),
    ("passeio", "passeia"),
    ("costuro", "costura"),
    ("fumo", "fuma"),
];
const EN_VERBS: &[(&str, &str)] = &[
    ("run", "runs"),
    ("walk", "walks"),
    ("swim", "swims"),
    ("cycle", "cycles"),
    ("jog", "jogs"),
    ("train", "trains"),
    ("meditate", "meditates"),
    ("pray", "prays"),
    ("read", "reads"),
    ("write", "writes"),
    ("draw", "draws"),
    ("paint", "paints"),
    ("play", "plays"),
    ("sing", "sings"),
    ("dance", "dances"),
    ("cook", "cooks"),
    ("bake", "bakes"),
    ("drink", "drinks"),
    ("eat", "eats"),
    ("wake", "wakes"),
    ("sleep", "sleeps"),
    ("visit", "visits"),
    ("call", "calls"),
    ("go", "goes"),
    ("do", "does"),
    ("practice", "practices"),
    ("practise", "practises"),
    ("watch", "watches"),
    ("surf", "surfs"),
    ("smoke", "smokes"),
    ("volunteer", "volunteers"),
    ("knit", "knits"),
    ("garden", "gardens"),
    ("climb", "climbs"),
];
const PT_TIMES: &str = "dia dias manha manhas tarde tardes noite noites semana semanas mes segunda segunda-feira terca terca-feira quarta \
    quarta-feira quinta quinta-feira sexta sexta-feira sabado sabados domingo domingos tercas quartas quintas sextas segundas";
const EN_TIMES: &str = "day morning afternoon evening night week weekend month monday tuesday wednesday thursday friday saturday \
    sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays weekends";

/// The longest clause of a habit, in words.
const LONGEST: usize = 10;

/// A habit as it is told, and where the words end: "corre toda terça".
pub(super) struct Habit {
    pub told: String,
    pub end: usize,
}

fn plain(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |token| token.plain.as_str())
}

/// How many words at `at` say how often; 0 when none do.
fn often(tokens: &[Token], at: usize, portuguese: bool) -> usize {
    let word = |n: usize| plain(tokens, at + n);
    if portuguese {
        return match (word(0), word(1), word(2)) {
            ("todo" | "toda", time, _) if has(PT_TIMES, time) => 2,
            ("todos" | "todas", "os" | "as", time) if has(PT_TIMES, time) => 3,
            ("aos" | "as", time, _)
                if has("sabados domingos tercas quartas quintas sextas segundas", time) =>
            {
                2
            }
            ("uma" | "duas" | "tres" | "quatro" | "cinco", "vez" | "vezes", "por" | "na")
                if has(PT_TIMES, word(3)) =>
            {
                4
            }
            _ => 0,
        };
    }
    match (word(0), word(1), word(2)) {
        ("every", "single" | "other", time) if has(EN_TIMES, time) => 3,
        ("every", time, _) if has(EN_TIMES, time) => 2,
        ("on", time, _) if time.ends_with('s') && has(EN_TIMES, time) => 2,
        ("once" | "twice", "a", time) if has(EN_TIMES, time) => 3,
        ("three" | "four" | "five", "times", "a") if has(EN_TIMES, word(3)) => 4,
        _ => 0,
    }
}

/// The other form of the user's verb at `at`.
fn verb(tokens: &[Token], at: usize, portuguese: bool) -> Option<&'static str> {
    let list: &[(&str, &str)] = if portuguese { PT_VERBS } else { EN_VERBS };
    let word = plain(tokens, at);
    list.iter().find(|(own, _)| crate::store::words::fold(own) == word).map(|(_, other)| *other)
}

/// A habit of the user at `at`. `said` gives the words between two places.
pub(super) fn read(
    tokens: &[Token],
    at: usize,
    portuguese: bool,
    said: impl Fn(usize, usize) -> String,
) -> Option<Habit> {
    let before = often(tokens, at, portuguese);
    let own = |at: usize| has(if portuguese { "eu" } else { "i" }, plain(tokens, at));
    let mut verb_at = at + before;
    let named = own(verb_at);
    verb_at += usize::from(named);
    if !named && !portuguese {
        return None;
    }
    verb_at += usize::from(!portuguese && has("usually always", plain(tokens, verb_at)));
    let other = verb(tokens, verb_at, portuguese)?;
    // "Como toda vez", "vou todo dia": eating and going need to say what and where.
    let mut next = verb_at + 1;
    while next < verb_at + LONGEST && !value::ends(tokens, next) {
        let length = often(tokens, next, portuguese);
        if length > 0 {
            if next == verb_at + 1
                && has("como vou faco levo ligo go do call play toco", plain(tokens, verb_at))
            {
                return None;
            }
            return told(tokens, other, verb_at, next + length, &said, None);
        }
        next += 1;
    }
    // How often stood before: what is done goes to the end of the clause.
    if before > 0 && next - verb_at <= 6 && value::ends(tokens, next) {
        return told(tokens, other, verb_at, next, &said, Some((at, at + before)));
    }
    None
}

fn told(
    tokens: &[Token],
    verb: &str,
    verb_at: usize,
    end: usize,
    said: &impl Fn(usize, usize) -> String,
    often: Option<(usize, usize)>,
) -> Option<Habit> {
    // "Minha mãe" of the user is somebody else's when it is told.
    let odd = "minha meu minhas meus my our me mim you voce your que that and e mas but not nao comigo if se";
    if (verb_at + 1..end).any(|at| has(odd, plain(tokens, at))) {
        return None;
    }
    let mut words = vec![verb.to_owned()];
    if end > verb_at + 1 {
        words.push(said(verb_at + 1, end));
    }
    if let Some((first, next)) = often {
        words.push(said(first, next).to_lowercase());
    }
    Some(Habit { told: words.join(" "), end })
}
