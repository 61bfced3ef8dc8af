//! How wishes begin, and the idioms that begin like them.

use super::{
    super::rules::{
        has,
        tokens::{Gap, Token},
    },
    WishKind, plain,
};
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

/// Words that do the same, named in patterns as `@name`.
const CLASSES: &[(&str, &str)] = &[
    ("erase", "forget erase delete remove wipe clear scrap scratch strike disregard ignore unhear"),
    ("said", "said told mentioned wrote shared confessed sent"),
    ("when", "earlier yesterday today before now"),
    ("stop", "stop quit cease"),
    (
        "guarda",
        "guarda guarde guardar grava grave gravar anota anote anotar registra registre registrar memoriza memorize bota bote botar poe ponha coloca coloque colocar",
    ),
    (
        "apaga",
        "esquece esqueca esquecer esquecesse apaga apague apagar apagasse deleta delete deletar exclui exclua excluir",
    ),
    (
        "tira",
        "esquece esqueca esquecer esquecesse apaga apague apagar apagasse deleta delete deletar exclui exclua excluir \
        remove remova remover tira tire tirar limpa limpe limpar elimina elimine eliminar desconsidera desconsidere desconsiderar ignora \
        ignore ignorar some suma sumir",
    ),
    (
        "disse",
        "disse falei contei escrevi mencionei comentei desabafei confessei mandei falar dizer contar mencionar comentar mandar",
    ),
    ("quando", "ontem hoje agora antes aqui antigamente"),
    ("sobre", "sobre da do de das dos"),
];

/// Words with `a|b` for either, `x?` for perhaps, `,` for a comma or colon before the next, `*` for anything up
/// to what follows it, which is the subject.
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
    alone("remember|save|note|record|keep one|this|that|: thing|detail|one? ,", Remember),
    of("always? remember &my|our|:", Remember),
    earnest("always? remember &i"),
    of("always? remember for next time|later? :?", Remember),
    alone("do not ever? forget that|this", Remember),
    of("do not ever? forget &my|our|i|:", Remember),
    alone("never forget that|this", Remember),
    of("keep in mind that?", Remember),
    of("bear in mind that?", Remember),
    alone("make|take a? mental? note of? that|this?", Remember),
    alone("note this|that", Remember),
    alone("write|jot|note|put this|that down", Remember),
    of("write|jot|note|put down that|this", Remember),
    of("write|jot|note down", Remember),
    alone("hold|hang on to this|that", Remember),
    of("so? you do not forget ,", Remember),
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
    all("@erase everything|all|anything that? you have|know|remember|kept|stored|saved|got about|on|of me"),
    of(
        "@erase everything|all|anything that? you have|know|remember|kept|stored|saved|got about|on|of",
        Forget,
    ),
    all("@erase everything|all that? you have|remember|kept|stored|saved|got"),
    all("forget everything|all i have? ever? told|said you|to? you?"),
    all("forget everything|all that? you know"),
    all("erase|delete|wipe|clear|reset|empty all? of? your whole|entire? memory|memories"),
    of("erase|delete|wipe everything|all about", Forget),
    all("forget|erase|delete|wipe everything|all"),
    of(
        "@erase what|whatever|everything|all|anything that? i have? ever? just? @said to? you? @when? about|of|on|regarding",
        Forget,
    ),
    of(
        "@erase the? stuff|thing|things|part|bit|bits|messages that? i? have? @said? you? about|of|on|regarding",
        Forget,
    ),
    last("@erase what|whatever|everything i have? just? @said to? you? @when?", Forget),
    last(
        "@erase that|the|this|my last|previous thing|part|message|bit|sentence|one i? have? just? @said? you?",
        Forget,
    ),
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
    of("@stop talking|asking me? about", Avoid),
    of("@stop bringing up", Avoid),
    of("@stop bringing * up", Avoid),
    of("@stop mentioning", Avoid),
    of("@stop reminding me of|about", Avoid),
    of("@stop going on about", Avoid),
    of("i would rather|prefer if|that? we|you do|did|could not talk|speak|chat|ask me? about|of", Avoid),
    of("i would rather|prefer if|that? we|you do|did|could not mention|discuss", Avoid),
    of("i would rather|prefer if|that? we|you do|did|could not bring up", Avoid),
    of("i would rather|prefer if|that? we|you do|did|could not bring * up", Avoid),
    of("i would rather|prefer not to? talk|speak about|of * anymore|again|ever", Avoid),
    of("can|could we please? not|never|stop talk|talking|speak|speaking|chat about|of", Avoid),
    of("can|could we please? not|never|stop mention|mentioning|discuss|discussing", Avoid),
    of("no more talk|talking|questions|mention|mentions|jokes|chat about|of", Avoid),
    of("enough talk|talking about|of", Avoid),
    of("steer clear of the? subject|topic? of?", Avoid),
    of("stay|keep|steer away|off|clear from|of? the subject|topic|matter of", Avoid),
    of("let us? leave the? subject|topic|matter of * alone", Avoid),
    of("leave the? subject|topic|matter of * alone", Avoid),
    of("let us? drop|leave the|this|that subject|topic|matter of", Avoid),
    of("drop|leave the|this|that subject|topic|matter of", Avoid),
    last("let us? drop|leave the|this|that subject|topic|matter alone?", Avoid),
    last("drop|leave the|this|that subject|topic|matter alone?", Avoid),
    last("do not|never ever? go there again|anymore|ever", Avoid),
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
    alone(
        "se? lembra|lembre|lembrar|lembre-se|@guarda de? uma|essa|esta|isso|disso|esse|este coisa|detalhe|parada|informacao? ,",
        Remember,
    ),
    of("so? para voce nao se? esquecer ,", Remember),
    of("so? para voce se? guardar|lembrar|anotar|registrar|memorizar ,", Remember),
    of("so? para voce nao se? esquecer que", Remember),
    alone("deixa|deixe|deixar anotado|registrado|guardado|gravado|salvo ai? isso? que?", Remember),
    idiom("nao va|vai|vas se? esquecer de? me|mim|voce"),
    of("nao va|vai|vas se|te|me? esquecer disso|isso? de? que|:", Remember),
    of("nao va|vai|vas se|te|me? esquecer de? &meu|minha", Remember),
    of("nunca|nao te|se? esquece|esqueca|esquecer|esqueças nunca? disso|isso? de? que", Remember),
    alone("nunca|nao te|se? esquece|esqueca|esquecer disso|isso|disto", Remember),
    of("nunca|nao te|se? esquece|esqueca|esquecer &:|meu|minha", Remember),
    alone(
        "@guarda ai|bem|isso|direitinho? na|em|no|nessa|com|ai sua|seu|tua|teu? cabeca|cabecinha|memoria|caderno|caderninho isso? de? que? :?",
        Remember,
    ),
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
    last("@apaga tudo isso", Forget),
    of(
        "@tira ai? com? da|na? sua? memoria|cabeca? tudo? isso|aquilo|o? que eu? ja? te|lhe? acabei? de? te? @disse @quando? @sobre",
        Forget,
    ),
    last("@tira ai? com? isso|aquilo|o? que eu? ja? te|lhe? acabei? de? te? @disse @quando?", Forget),
    last(
        "@tira essa|esta|aquela ultima? coisa|parte|mensagem|frase|fala|ultima que? eu? te? acabei? de? te? @disse? @quando?",
        Forget,
    ),
    last("@tira a ultima coisa|parte|mensagem|frase|fala que? eu? te? @disse? @quando?", Forget),
    of("@apaga aquela|aquele|essa|esse|esta|este &historia|papo|conversa|lance|negocio|assunto", Forget),
    all("@tira tudo o? que voce? sabe|tem|guardou|lembra|guarda sobre|de mim"),
    of("@tira tudo o? que voce? sabe|tem|guardou|lembra|guarda @sobre", Forget),
    all("@tira tudo o? que voce? sabe|guardou|lembra"),
    of(
        "esquece|esqueca|esquecer tudo o? que eu? ja? te? disse|falei|contei|escrevi sobre|da|do|de|das|dos",
        Forget,
    ),
    all("@apaga tudo o? que eu? ja? te? disse|falei|contei|escrevi"),
    all("@apaga tudo o? que voce? sabe sobre|de mim"),
    all("@apaga tudo sobre|de mim"),
    of("@apaga tudo sobre|da|do|de", Forget),
    of("@apaga tudo o? que voce? sabe sobre|da|do|de", Forget),
    all("@apaga tudo da? sua? memoria?"),
    all("@tira|zera|zere|zerar toda? a? sua memoria"),
    of(
        "@apaga o que eu? te? acabei? de? disse|falei|contei|escrevi|falar|dizer|contar sobre|da|do|de|das|dos|a|respeito",
        Forget,
    ),
    last("@apaga o que eu? te? acabei? de? disse|falei|contei|escrevi|falar|dizer|contar", Forget),
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
    of("@tira * da sua memoria|cabeca", Forget),
    of("@tira * da memoria", Forget),
    of("esquece|esqueca|esquecer que", Forget),
    of("se? esquece|esqueca|esquecer da|do|das|dos|de", Forget),
    idiom("esquece|esqueca o|a|os|as resto|problema|passado|tempo|que"),
    of("esquece|esqueca|esquecer o|a|os|as|sobre", Forget),
    of("esquece|esqueca|esquecer &minha|meu|minhas|meus|nossa|nosso", Forget),
    last("nao guarda|guarde|salva|salve|anota|anote isso", Forget),
    // Portuguese: not to bring up.
    idiom("nao me? fala|fale|toca|toque nada|assim|isso|besteira|bobagem|mal|comigo|nisso agora|hoje|ainda?"),
    of(
        "nao|nunca|nem mais? me? toca|toque|tocar|tocasse mais? nunca? mais? no|nesse|em assunto|nome|tema|papo da|do|de|das|dos|sobre",
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
    of(
        "para|pare|parar|chega|basta de ficar? me? falar|falando|perguntar|perguntando|comentar|comentando|conversar|conversando|lembrar|lembrando sobre|da|do|de|das|dos",
        Avoid,
    ),
    of("chega|basta de assunto|papo|conversa sobre|da|do|de|das|dos", Avoid),
    of(
        "nao|nunca mais? me? pergunta|pergunte|perguntar mais nunca? &como|se|quando|por|quem|onde|quanto|quantos|quantas",
        Avoid,
    ),
    last("nao|nunca volta|volte|voltar mais nunca? nesse|neste|nisso|ao|a esse|este? assunto?", Avoid),
    of(
        "nao|nunca volta|volte|voltar mais? nunca? mais? no|ao|nesse assunto|tema|papo da|do|de|das|dos",
        Avoid,
    ),
    of("nao quero|queria|aguento mais|nunca mais? ouvir mais? falar sobre|da|do|de|das|dos", Avoid),
    of("para|pare|parar|chega|basta de ficar? mencionar|mencionando|citar|citando", Avoid),
    of("nao vamos mais? falar mais? sobre|da|do|de|das|dos", Avoid),
    of("vamos nao|nunca mais? falar mais? sobre|da|do|de|das|dos", Avoid),
    of("vamos parar de falar sobre|da|do|de|das|dos", Avoid),
    last("nao vamos mais? falar mais? disso|nisso", Avoid),
    of("vamos? evita|evite|evitar falar|comentar|perguntar sobre|da|do|de|das|dos", Avoid),
    of("vamos? evita|evite|evitar mencionar", Avoid),
    of("vamos? evita|evite|evitar o? assunto|tema|papo", Avoid),
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
    if list == "," {
        let mark = tokens.get(at).is_some_and(|token| token.sign == ':' || token.gap == Gap::Comma);
        return if mark || optional { step(tokens, rest, at) } else { None };
    }
    // What a mark leads is part of the subject: it is seen and not taken.
    let (list, seen) = list.strip_prefix('&').map_or((list, false), |list| (list, true));
    let said = plain(tokens, at);
    let here = list.split('|').any(|known| {
        !known.is_empty()
            && (said == known
                || known.strip_prefix('@').is_some_and(|class| is_one_of(class, said))
                || known == ":" && tokens.get(at).is_some_and(|t| t.sign == ':'))
    });
    if here && let Some(end) = step(tokens, rest, if seen { at } else { at + 1 }) {
        return Some(end);
    }
    let empty = list.split('|').any(str::is_empty);
    if optional || empty { step(tokens, rest, at) } else { None }
}

fn is_one_of(class: &str, said: &str) -> bool {
    CLASSES.iter().any(|(name, words)| *name == class && has(words, said))
}
