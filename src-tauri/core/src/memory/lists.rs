//! The words of both languages that recall knows by name. Plain forms: lower case, no accents, one space between.

use std::{collections::HashSet, sync::LazyLock};

/// Whether `word` is one of a list of words with spaces between.
pub(super) fn has(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|one| one == word)
}

/// Words that tell nothing of what is asked for.
pub(super) const STOP: &str = "a about after all also am an and any are as at be because been before being between both but by can could \
    d did do does doing don during each else ever few for from had has have having he her here hers him his how i if in into is it its \
    just kind ll m many me might more most much my myself no nor not now of off on once one only or other our out over own re s same \
    she should so some such t than that the their them then there these they this those through to too type under until up ve very was \
    we were what when where which while who whom whose why will with would you your yours \
    remember remind recall tell told know said say mention mentioned talk talked \
    ao aos aquela aquele aquilo as ate com como da das de dela dele deles delas do dos e ela elas ele eles em entre era essa esse esta este \
    eu foi ha isso isto ja la lhe mais mas mesmo meu meus minha minhas muito na nas nao nem no nos num numa o os ou para pela pelo por porque pra pro \
    qual quais quando quanto quanta quantos quantas que quem se ser seu seus sua suas sao so sobre sem tambem te tem tinha um uma uns umas vc voce voces \
    onde qdo pq oq lembra lembro lembrar contei contou falei falou falamos disse sabe tipo";

/// Words that tell in which of the two languages something is said.
pub(super) const PORTUGUESE: &str = "o os um uma do da dos das em no na que e quem qual quando onde como foi com para por seu sua ele ela eu voce nao se \
    quais quantos quantas quanto";
pub(super) const ENGLISH: &str = "the an of in on at what who which when where how did does is was were with for to and his her he she i you not has have";

pub(super) const WHEN: &str = "when quando qdo";
pub(super) const HOW_MUCH: &str = "many much long often old far big tall";
pub(super) const QUANTO: &str = "quanto quanta quantos quantas";
pub(super) const WHO_WHERE: &str = "who whom whose where which quem onde qual quais aonde";

/// The person speaks of themselves.
pub(super) const I: &str = "i me my mine myself eu meu minha meus minhas mim comigo";
/// Both are spoken of.
pub(super) const WE: &str = "we us our ours nos nosso nossa nossos nossas gente";
/// What was is asked for, whether or not a question mark says so.
pub(super) const REMEMBERS: &str = "remember remind recall lembra lembras recorda recordas relembra";
/// She is spoken to.
pub(super) const YOU: &str = "you your yours voce vc ce seu sua seus suas tu teu tua contigo";
/// "Do you remember" is not about her.
pub(super) const RECALLS: &str = "remember recall know think lembra lembrar lembras sabe sabes acha";

/// Words of time, apart from numbers.
static TIME: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "january february march april may june july august september october november december \
    monday tuesday wednesday thursday friday saturday sunday yesterday today tonight tomorrow week weeks weekend month months year years \
    ago last next recently soon since morning evening afternoon summer winter spring autumn day days \
    janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro segunda terca quarta quinta sexta sabado domingo \
    ontem anteontem hoje amanha semana semanas mes meses ano anos dia dias passado passada proximo proxima atras manha tarde noite \
    verao inverno primavera outono".split_ascii_whitespace().collect()
});

pub(super) fn is_time(plain: &str) -> bool {
    TIME.contains(plain)
}

/// All words of time.
pub(super) fn times() -> impl Iterator<Item = &'static str> {
    TIME.iter().copied()
}

/// Numbers in words, and what stands for one.
static NUMBER: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "one two three four five six seven eight nine ten eleven twelve dozen once twice couple hundred thousand \
    several few first second third dois duas tres quatro cinco seis sete oito nove dez onze doze duzia cem mil primeiro primeira vez vezes par".split_ascii_whitespace().collect()
});

pub(super) fn is_number(plain: &str) -> bool {
    NUMBER.contains(plain)
}

/// All numbers in words.
pub(super) fn numbers() -> impl Iterator<Item = &'static str> {
    NUMBER.iter().copied()
}

/// Forms of one word that no stemmer brings together: irregular verbs and plurals.
const IRREGULAR: &[&str] = &[
    "go went gone",
    "buy bought",
    "bring brought",
    "think thought",
    "teach taught",
    "catch caught",
    "fight fought",
    "seek sought",
    "get got gotten",
    "make made",
    "take took taken",
    "give gave given",
    "see saw seen",
    "come came",
    "become became",
    "begin began begun",
    "break broke broken",
    "build built",
    "choose chose chosen",
    "do did done",
    "draw drew drawn",
    "drink drank drunk",
    "drive drove driven",
    "eat ate eaten",
    "fall fell fallen",
    "feel felt",
    "find found",
    "fly flew flown",
    "forget forgot forgotten",
    "grow grew grown",
    "hear heard",
    "hold held",
    "keep kept",
    "know knew known",
    "lead led",
    "leave left",
    "lose lost",
    "mean meant",
    "meet met",
    "pay paid",
    "ride rode ridden",
    "rise rose risen",
    "run ran",
    "sell sold",
    "send sent",
    "shoot shot",
    "show shown",
    "sing sang sung",
    "sit sat",
    "sleep slept",
    "speak spoke spoken",
    "spend spent",
    "stand stood",
    "steal stole stolen",
    "swim swam swum",
    "tear tore torn",
    "throw threw thrown",
    "understand understood",
    "wake woke woken",
    "wear wore worn",
    "win won",
    "write wrote written",
    "child children kid kids",
    "person people",
    "man men",
    "woman women",
    "foot feet",
    "mouse mice",
    "tooth teeth",
    "life lives",
    "wife wives",
    "mother mom mum",
    "father dad",
    "ir vou vai vamos vao fui fomos foram ia",
    "fazer faco faz fiz fez fizemos fizeram feito",
    "dizer digo diz disse disseram dito",
    "trazer trago trouxe trouxeram",
    "ver vejo vi viu vimos viram visto",
    "vir venho vem veio vieram vindo",
    "dar dou deu dei demos deram",
    "querer quero quis quiseram",
    "poder posso pude pode puderam",
    "saber sei soube souberam",
    "por ponho pus puseram posto",
    "perder perco perdi perdeu",
    "ouvir ouco ouvi ouviu",
    "dormir durmo dormi dormiu",
    "pedir peco pedi pediu",
    "sentir sinto senti sentiu",
    "ler leio li leu lemos lido",
    "ter tenho teve tive tiveram",
    "estar estou esteve estive estava",
    "cair caio caiu cai",
    "sair saio saiu sai",
    "subir subo sobe subiu",
    "mae mamae",
    "pai papai",
];

/// The other forms of an irregular word.
pub(super) fn forms_of(bare: &str) -> impl Iterator<Item = &'static str> {
    IRREGULAR.iter().filter(move |row| has(row, bare)).flat_map(|row| row.split_ascii_whitespace())
}
