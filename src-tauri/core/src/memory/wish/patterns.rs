//! How wishes begin, and the idioms that begin like them.

use super::{super::rules::tokens::Token, WishKind, plain};
use WishKind::{Avoid, Forget, Remember};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// What follows is what it is about.
    Rest,
    LastSaid,
    Everything,
    /// Not a wish.
    Idiom,
}

/// Words with `a|b` for either, `x?` for perhaps, `*` for anything up to what follows it, which is the subject.
pub(super) struct Pattern {
    words: &'static str,
    pub kind: WishKind,
    pub outcome: Outcome,
    /// Whether it says something with nothing behind it.
    pub alone: bool,
    /// Whether it is also how advice begins ("remember that life is short"): then it must tell something of the user's.
    pub earnest: bool,
}

const fn of(words: &'static str, kind: WishKind) -> Pattern {
    Pattern { words, kind, outcome: Outcome::Rest, alone: false, earnest: false }
}

const fn earnest(words: &'static str) -> Pattern {
    Pattern { words, kind: Remember, outcome: Outcome::Rest, alone: true, earnest: true }
}

/// With nothing behind it, it is about what was said last.
const fn alone(words: &'static str, kind: WishKind) -> Pattern {
    Pattern { words, kind, outcome: Outcome::Rest, alone: true, earnest: false }
}

const fn last(words: &'static str, kind: WishKind) -> Pattern {
    Pattern { words, kind, outcome: Outcome::LastSaid, alone: true, earnest: false }
}

const fn all(words: &'static str) -> Pattern {
    Pattern { words, kind: Forget, outcome: Outcome::Everything, alone: true, earnest: false }
}

const fn idiom(words: &'static str) -> Pattern {
    Pattern { words, kind: Remember, outcome: Outcome::Idiom, alone: false, earnest: false }
}

/// A wish found: which pattern, where its subject begins, and where it ends.
pub(super) struct Begun {
    pub pattern: usize,
    pub next: usize,
    pub until: usize,
}

/// The first that matches counts: exceptions stand before what they are exceptions of.
pub(super) const PATTERNS: &[Pattern] = &[
    // English: to remember.
    idiom("remember to|when|how|me|what|who|where|why|him|her|them|us"),
    idiom("forget to|when|how|who|where|why|him|her|them|us"),
    idiom("remember the time|day|night|summer|old|good|first|last"),
    idiom("remember|forget that|this time|day|night|one|summer|trip|guy|girl|place|movie|song"),
    idiom("remember that|? you|i told|asked|said"),
    idiom("remember i told|asked|said"),
    idiom("do not ever? forget to|me|about me|us|you|yourself"),
    idiom("do not ever? forget that|? you|i love|am|adore|miss|care"),
    idiom("never forget to|me|you|where|how"),
    idiom("always remember to|me|that you"),
    earnest("always? remember that|this"),
    of("always? remember &:", Remember),
    of("always? remember &my|our|:", Remember),
    earnest("always? remember &i"),
    of("always? remember for next time|later? :?", Remember),
    alone("do not ever? forget that|this", Remember),
    of("do not ever? forget &my|our|i|:", Remember),
    alone("never forget that|this", Remember),
    of("keep in mind that?", Remember),
    of("bear in mind that?", Remember),
    alone("make a? note of? that|this?", Remember),
    alone("take a? note of? that|this?", Remember),
    alone("note this|that", Remember),
    alone("write this|that down", Remember),
    of("write down that|this?", Remember),
    alone("memorize|memorise this|that", Remember),
    alone("keep|save this|that in|to your memory|mind", Remember),
    alone("save this|that", Remember),
    // English: to forget.
    idiom("forget it|you|me|him|her|them|us"),
    idiom("forget about it|that|this|him|her|them|me|us"),
    idiom("forget that|about? for a? now|moment|minute|second|while"),
    last("forget|delete|erase|remove all|everything of? it|that|this", Forget),
    of("forget everything|all|anything that? i have? ever? said|told|mentioned you? about|of", Forget),
    of("forget everything|all you? know? about my|the|our", Forget),
    all("forget everything|all about|of me|us"),
    of("forget everything|all that? i have? ever? said|told you? about", Forget),
    of("forget everything|all about", Forget),
    all("forget everything|all you know about me"),
    all("forget everything|all i have? ever? told|said you|to? you?"),
    all("forget everything|all that? you know"),
    all("erase|delete|wipe all? of? your memory|memories"),
    of("erase|delete|wipe everything|all about", Forget),
    all("forget|erase|delete|wipe everything|all"),
    of("forget what i have? just? said|told|mentioned|wrote you? about|of|regarding", Forget),
    last("forget what i have? just? said|told|wrote you?", Forget),
    of("forget that|? i ever? said|mentioned|told|talked you? about|anything|something about", Forget),
    of("forget that|? i ever? mentioned", Forget),
    last("forget that|? i ever? said|told you? that|this|anything|it?", Forget),
    of("forget that|? i ever? said|told you? that?", Forget),
    idiom("forget that|this ever? happened"),
    last("forget|delete|erase|remove that|this|my message|part|bit", Forget),
    last("forget that|this from? your? memory?", Forget),
    idiom("forget that|this let|what|how|where|we|who|why|never|anyway|nonsense|stuff|noise"),
    of("forget that &i|my|we|our|the", Forget),
    of("forget all? about", Forget),
    of("forget &my|our|the", Forget),
    last("erase|delete|remove|wipe that|this from? your? memory|mind?", Forget),
    of(
        "erase|delete|remove|wipe|clear what|everything|anything i have? just? said|told|wrote you? about|of",
        Forget,
    ),
    last("erase|delete|remove|wipe what i have? just? said|told|wrote you?", Forget),
    of("erase|delete|remove|wipe * from your memory", Forget),
    last("do not remember|keep|save|store that|this", Forget),
    // English: not to bring up.
    idiom("do not mention|sweat it"),
    idiom("do not talk|bring|mention|ask about? it|that|this now|today|tonight|yet"),
    of("do? not|never ever? bring up the? subject|topic of", Avoid),
    of("do? not|never ever? bring up", Avoid),
    of("do? not|never ever? bring * up", Avoid),
    of("do? not|never ever? mention", Avoid),
    of("do? not|never ever? talk|speak|chat to? me? about|of", Avoid),
    of("do? not|never ever? ask me? again? about", Avoid),
    of("do? not|never ever? remind me of|about", Avoid),
    of("stop talking|asking me? about", Avoid),
    of("stop bringing up", Avoid),
    of("stop bringing * up", Avoid),
    of("stop mentioning", Avoid),
    of("stop reminding me of|about", Avoid),
    of("let us not|never ever? talk|speak about|of", Avoid),
    of("let us not|never ever? mention|discuss", Avoid),
    of("let us not|never ever? bring up", Avoid),
    of("let us not|never ever? bring * up", Avoid),
    of("i do not want to talk|speak|hear about|of * anymore|again|ever", Avoid),
    of("i never want to talk|speak|hear about|of", Avoid),
    of("i do not want you to talk|speak|ask me? about|of", Avoid),
    of("i do not want you to mention|discuss", Avoid),
    of("i do not want you to bring * up", Avoid),
    of("avoid talking|speaking about|of", Avoid),
    of("avoid mentioning", Avoid),
    of("avoid bringing up", Avoid),
    of("avoid the? subject|topic of", Avoid),
    // Portuguese: to remember.
    idiom(
        "lembra|lembre|lembre-se|lembra-se de me|te|nos|ligar|comprar|fazer|pagar|levar|pegar|mandar|tomar|ir|beber|dormir",
    ),
    idiom(
        "lembra|lembre|lembre-se quando|como|onde|quem|daquela|daquele|daquilo|dele|dela|deles|aquela|aquele|qual",
    ),
    idiom("lembra|lembre|lembre-se que eu? te falei|contei|disse"),
    idiom("lembra|lembre|lembre-se que voce|a gente"),
    idiom("lembra|lembre|lembre-se sempre? de? que voce|te"),
    idiom("nao se? esquece|esqueca de? me|mim"),
    idiom("nao se? esquece|esqueca de? que eu? te amo|adoro"),
    idiom("nao se? esquece|esqueca de? que voce"),
    earnest(
        "se? lembra|lembre|lembre-se|lembra-se|lembrar|lembrasse ai|sempre? aqui? para? mim? disso|isso? de? que",
    ),
    alone("se? lembra|lembre|lembre-se|lembrar disso|isso|disto", Remember),
    of("lembra|lembre :", Remember),
    of("nunca|nao te|se? esquece|esqueca|esquecer|esqueças nunca? disso|isso? de? que", Remember),
    alone("nunca|nao te|se? esquece|esqueca|esquecer disso|isso|disto", Remember),
    of("nunca|nao te|se? esquece|esqueca|esquecer &:|meu|minha", Remember),
    alone("anota|anote|anotar ai|isso|para|mim|aqui? ai|mim|isso? que?", Remember),
    alone("guarda|guarde|guardar isso|ai|bem? ai|com|na|em? carinho|sua|memoria? memoria? que?", Remember),
    alone("grava|grave|gravar isso|ai|bem? que?", Remember),
    alone("registra|registre|registrar ai|isso? que?", Remember),
    alone("memoriza|memorize|memorizar ai|isso? que?", Remember),
    alone("toma|tome|tomar nota de|disso|ai? que?", Remember),
    of("tenha|tem em mente que", Remember),
    // Portuguese: to forget.
    idiom("esquece|esqueca ele|ela|eles|elas|voce|mim"),
    idiom("esquece|esqueca de mim"),
    idiom("esquece|esqueca que eu? existo|existe"),
    last("esquece|esqueca|esquecer|apaga|apague|apagar|deleta|delete tudo isso", Forget),
    of(
        "esquece|esqueca|esquecer tudo o? que eu? ja? te? disse|falei|contei|escrevi sobre|da|do|de|das|dos",
        Forget,
    ),
    all(
        "esquece|esqueca|esquecer|apaga|apague|apagar|deleta|delete tudo o? que eu? ja? te? disse|falei|contei|escrevi",
    ),
    all("esquece|esqueca|esquecer|apaga|apague|apagar|deleta|delete tudo o? que voce? sabe sobre|de mim"),
    all("esquece|esqueca|esquecer|apaga|apague|apagar|deleta|delete tudo sobre|de mim"),
    of("esquece|esqueca|esquecer|apaga|apague|apagar tudo sobre|da|do|de", Forget),
    of("esquece|esqueca|esquecer|apaga|apague|apagar tudo o? que voce? sabe sobre|da|do|de", Forget),
    all("esquece|esqueca|esquecer|apaga|apague|apagar|deleta|delete tudo da? sua? memoria?"),
    all("apaga|apague|apagar|limpa|limpe toda? a? sua memoria"),
    of(
        "esquece|esqueca|esquecer|apaga|apague|apagar|deleta|delete o que eu? te? acabei? de? disse|falei|contei|escrevi|falar|dizer|contar sobre|da|do|de|das|dos|a|respeito",
        Forget,
    ),
    last(
        "esquece|esqueca|esquecer|apaga|apague|apagar|deleta|delete o que eu? te? acabei? de? disse|falei|contei|escrevi|falar|dizer|contar",
        Forget,
    ),
    of("esquece|esqueca|esquecer que eu? te? disse|falei|contei|mencionei sobre|da|do|de|que", Forget),
    last("esquece|esqueca|esquecer que eu? te? disse|falei|contei|mencionei isso", Forget),
    last(
        "esquece|esqueca|esquecer|apaga|apague|apagar|deleta|delete|remove|remova isso|disso da? sua? memoria?",
        Forget,
    ),
    last(
        "esquece|esqueca|apaga|apague|apagar|deleta|delete essa|esta parte|mensagem|ultima mensagem? da? sua? memoria?",
        Forget,
    ),
    of("apaga|apague|apagar|remove|remova * da sua memoria", Forget),
    of("apaga|apague|apagar|remove|remova * da memoria", Forget),
    of("esquece|esqueca|esquecer que", Forget),
    of("se? esquece|esqueca|esquecer da|do|das|dos|de", Forget),
    idiom("esquece|esqueca o|a|os|as resto|problema|passado|tempo|que"),
    of("esquece|esqueca|esquecer o|a|os|as|sobre", Forget),
    of("esquece|esqueca|esquecer &minha|meu|minhas|meus|nossa|nosso", Forget),
    last("nao guarda|guarde|salva|salve|anota|anote isso", Forget),
    // Portuguese: not to bring up.
    idiom("nao me? fala|fale|toca|toque nada|assim|isso|besteira|bobagem|mal|comigo|nisso agora|hoje|ainda?"),
    of(
        "nao|nunca mais? me? toca|toque|tocar mais? nunca? mais? no|nesse|em assunto da|do|de|das|dos|sobre",
        Avoid,
    ),
    last(
        "nao|nunca mais? me? toca|toque|tocar|puxa|puxe mais? nunca? mais? no|nesse|neste|esse|este|em? assunto",
        Avoid,
    ),
    of("nao|nunca me? toca|toque|tocar mais nunca? mais? no|na|nos|nas|nisso|em", Avoid),
    last("nao|nunca me? toca|toque mais nisso", Avoid),
    of(
        "nao|nunca mais? me? fala|fale|falar|fales|comenta|comente|comentar|pergunta|pergunte|perguntar mais? nunca? mais? comigo? sobre|da|do|de|das|dos|a|pelo|pela",
        Avoid,
    ),
    last(
        "nao|nunca mais? me? fala|fale|falar|fales|comenta|comente mais nunca? mais? disso|nisso|nesse|sobre assunto|isso?",
        Avoid,
    ),
    last("nao|nunca mais fala|fale|falar disso|nisso", Avoid),
    of("nao|nunca mais? me? menciona|mencione|mencionar mais? nunca? mais?", Avoid),
    of("nao|nunca mais? me lembra|lembre|lembrar mais? da|do|de|das|dos", Avoid),
    of("nao|nunca mais? traz|traga|trazer mais? * aa|a tona", Avoid),
    last("nao|nunca mais? traz|traga|trazer mais? isso|esse assunto? aa|a tona", Avoid),
    of("para|pare|parar de falar|perguntar|comentar sobre|da|do|de|das|dos", Avoid),
    of("para|pare|parar de mencionar", Avoid),
    of("para|pare|parar de me lembrar da|do|de", Avoid),
    of("nao vamos mais? falar mais? sobre|da|do|de|das|dos", Avoid),
    of("vamos nao|nunca mais? falar mais? sobre|da|do|de|das|dos", Avoid),
    of("vamos parar de falar sobre|da|do|de|das|dos", Avoid),
    last("nao vamos mais? falar mais? disso|nisso", Avoid),
    of("evita|evite|evitar falar|comentar|perguntar sobre|da|do|de|das|dos", Avoid),
    of("evita|evite|evitar mencionar", Avoid),
    of("evita|evite|evitar o? assunto", Avoid),
    of("nao quero|quero mais|nunca que? voce? mais? falar|fale mais? sobre|da|do|de|das|dos", Avoid),
    of("nao quero que voce fale|comente|toque mais? sobre|da|do|de|das|dos|no|na", Avoid),
    last("nao quero mais falar disso|nisso", Avoid),
];

/// The first pattern that begins at `at`.
pub(super) fn begins(tokens: &[Token], at: usize) -> Option<Begun> {
    PATTERNS.iter().enumerate().find_map(|(pattern, known)| {
        let (next, until) = known.follow(tokens, at)?;
        Some(Begun { pattern, next, until })
    })
}

impl Pattern {
    fn follow(&self, tokens: &[Token], at: usize) -> Option<(usize, usize)> {
        let (head, tail) =
            self.words.split_once(" *").map_or((self.words, ""), |(head, tail)| (head, tail.trim()));
        let next = step(tokens, head, at)?;
        if tail.is_empty() {
            return Some((next, tokens.len()));
        }
        // The subject stands between: "bring my father up again".
        let until = (next + 1..tokens.len()).find(|at| step(tokens, tail, *at).is_some())?;
        let after = step(tokens, tail, until)?;
        let over = super::about::is_politeness(tokens, after);
        (until > next && over).then_some((next, until))
    }
}

/// Where the words end; an optional one is taken where it fits.
fn step(tokens: &[Token], words: &str, at: usize) -> Option<usize> {
    let Some((word, rest)) = words.split_once(' ').map_or((!words.is_empty()).then_some((words, "")), Some)
    else {
        return Some(at);
    };
    let (list, optional) = word.strip_suffix('?').map_or((word, false), |list| (list, true));
    // A colon is no word: it stands before the next.
    if list == ":" {
        let colon = tokens.get(at).is_some_and(|token| token.sign == ':');
        return if colon || optional { step(tokens, rest, at) } else { None };
    }
    // What a mark leads is part of the subject: it is seen and not taken.
    let (list, seen) = list.strip_prefix('&').map_or((list, false), |list| (list, true));
    let here = list.split('|').any(|known| {
        !known.is_empty()
            && (plain(tokens, at) == known || known == ":" && tokens.get(at).is_some_and(|t| t.sign == ':'))
    });
    if here && let Some(end) = step(tokens, rest, if seen { at } else { at + 1 }) {
        return Some(end);
    }
    let empty = list.split('|').any(str::is_empty);
    if optional || empty { step(tokens, rest, at) } else { None }
}
