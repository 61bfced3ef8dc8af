//! What a text wants of her: each sentence has a kind, and the kinds together say what is answered.

use super::{
    recall::{self, Asked},
    time::{self, TimeAsked},
    words,
};
use crate::ledger::EVER;
use chrono::{DateTime, Datelike as _, Days, FixedOffset};

/// A question about herself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AboutHer {
    How,
    What,
    Name,
    Feel,
    Love,
    Miss,
    Life,
    Experience,
    Prefer,
    Can,
    Memory,
    Private,
    Stay,
}

impl AboutHer {
    /// The section of the phrases that answers it.
    pub(super) fn section(self) -> &'static str {
        match self {
            Self::How => "her.how",
            Self::What => "her.what",
            Self::Name => "her.name",
            Self::Feel => "her.feel",
            Self::Love => "her.love",
            Self::Miss => "her.miss",
            Self::Life => "her.life",
            Self::Experience => "her.experience",
            Self::Prefer => "her.prefer",
            Self::Can => "her.can",
            Self::Memory => "her.memory",
            Self::Private => "her.private",
            Self::Stay => "her.stay",
        }
    }
}

/// The days a question about what left is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Span {
    Ever,
    Today,
    Yesterday,
    /// Since Monday.
    Week,
    /// Since the first.
    Month,
}

impl Span {
    /// Its first and last day, as the ledger writes them.
    pub(super) fn days(self, now: DateTime<FixedOffset>) -> (String, String) {
        let today = now.date_naive();
        let back = |days: u32| today.checked_sub_days(Days::new(u64::from(days))).unwrap_or(today);
        let (from, to) = match self {
            Self::Ever => return (EVER.0.to_owned(), EVER.1.to_owned()),
            Self::Today => (today, today),
            Self::Yesterday => (back(1), back(1)),
            Self::Week => (back(today.weekday().num_days_from_monday()), today),
            Self::Month => (back(today.day0()), today),
        };
        (from.to_string(), to.to_string())
    }
}

/// What one sentence is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Greeting,
    Thanks,
    Goodbye,
    Yes,
    No,
    DontKnow,
    Okay,
    Laugh,
    Hm,
    /// Good wishes for a day of the year.
    Wish,
    /// An apology to her.
    Sorry,
    /// A subject they do not want to speak of.
    Leave,
    /// Glad about something on her side.
    Cheer,
    Praise,
    Insult,
    Agree,
    Recall(Asked),
    Time(TimeAsked),
    /// What left this computer, and to whom.
    Went(Span),
    Her(AboutHer),
    Advice,
    /// A question about the world, or about anything she can't know.
    Question,
    /// Something she is to do.
    Task,
    /// Something said; whether the person speaks of themselves.
    Statement {
        of_self: bool,
    },
}

const GREETING: &str = "hi hello hey heya hiya yo howdy morning afternoon evening good there greetings oi ola oie oii opa eai ei alo bom boa dia tarde noite salve hola welcome back";
const THANKS: &str = "thanks|thank you|thx|thank u|cheers|much appreciated|obrigada|obrigado|obg|brigada|brigado|valeu|vlw|agradecida|agradecido|grata|grato|tks";
const YES: &str = "yes yeah yep yup yea sure absolutely of course indeed sim claro com certeza isso exato aham uhum s pode ss quero do i am it is was has have certainly totally definitely mesmo foi e";
const NO: &str =
    "no nope nah not really nao nem n never nunca jamais negativo de jeito nenhum i dont didnt it isnt wasnt";
const OKAY: &str = "ok okay k kk alright fine right got it i see cool noted sure thing ta bom tudo bem beleza blz certo entendi entendo combinado tranquilo joia tendi saquei fechou bom legal show massa great nice good understood makes sense";
const LAUGH: &str = "haha hahaha hahahaha lol lmao rofl hehe hehehe kkk kkkk kkkkk kkkkkk rs rsrs rsrsrs hahahah huahua hihi xd ahah ahaha kakaka";
const HM: &str = "hm hmm hmmm mm mmm uh um er erm ah aah oh ooh eh hum humm ahn ue oxe so well entao bem enfim pois wait anyway whatever sei";

/// The kind of a sentence.
pub(super) fn kind_of(sentence: &str) -> Kind {
    let all = words::words(sentence);
    let line = words::line_of(&all);
    let count = all.len();
    let says = |phrases: &str| words::says(&line, phrases);
    let opens = |phrases: &str| words::opens(&line, phrases);
    let only = |list: &str| all.iter().all(|word| words::among(&word.plain, list));
    let asks = sentence.contains('?') || opens(ASKS_WITHOUT_MARK);
    // Names are left out of the count: "Thanks, Melanie!".
    let besides_names = all.iter().filter(|word| !word.capital || word.first).count();

    if only(LAUGH) || (count <= 3 && all.first().is_some_and(|word| words::among(&word.plain, LAUGH))) {
        return Kind::Laugh;
    }
    if let Some(span) = went(&line).filter(|_| count <= 20) {
        return Kind::Went(span);
    }
    if let Some(what) = time::asked(&line).filter(|_| count <= 14) {
        return Kind::Time(what);
    }
    if let Some(task) = task(&line) {
        return task;
    }
    if let Some(her) = about_her(&line, asks) {
        return Kind::Her(her);
    }
    let recall = recall::asked(sentence);
    if let Some(asked) = recall.as_ref().filter(|asked| asked.plainly) {
        if asked.words.is_empty()
            && says("do you remember|voce lembra|vc lembra|se lembra|lembra de mim|remember me")
        {
            return Kind::Her(AboutHer::Memory);
        }
        return Kind::Recall(asked.clone());
    }
    if says(
        "nao quero falar disso|nao quero falar sobre isso|nao quero falar nisso|prefiro nao falar|deixa pra la|deixa quieto|muda de assunto|vamos mudar de assunto|nao quero conversar sobre|dont want to talk about it|dont want to talk about that|rather not talk|rather not say|change the subject|drop it|leave it alone|not now please",
    ) {
        return Kind::Leave;
    }
    if count <= 9
        && says(
            "feliz pascoa|feliz natal|feliz ano novo|feliz ano|feliz aniversario|feliz dia|bom natal|boas festas|merry christmas|happy christmas|happy new year|happy easter|happy birthday|happy thanksgiving|happy holidays|happy halloween",
        )
    {
        return Kind::Wish;
    }
    if asks && says(ADVICE) {
        return Kind::Advice;
    }
    let hers = asks && of_her(&line);
    if let Some(asked) = recall.filter(|asked| !asked.words.is_empty() && !hers) {
        return Kind::Recall(asked);
    }
    let met = says(
        "good to see you|great to see you|nice to see you|cant wait to see you|happy to see you|bom te ver",
    );
    let leaving = !met
        && says(GOODBYE)
        && !says(
            "have to go to|got to go to|gotta go to|take care of|taking care of|tenho que ir no|tenho que ir na|tenho que ir ao|preciso ir no|preciso ir na|preciso ir ao",
        )
        || (count <= 3
            && says("see you|fui|falou|flw|abraco|abracos|beijo|beijos|bjs|bjo|um abraco|um beijo")
            && !of_more(&all));
    if leaving && count <= 14 && !asks {
        return Kind::Goodbye;
    }
    if says(
        "how are you|how have you been|hows it going|how is it going|how are things|how you doing|how are you doing|hows life|you ok|you okay|how goes it|\
        tudo bem com voce|como voce esta|como vc esta|como vai|como vc ta|como voce ta|como esta voce|como andam as coisas|como voce anda",
    ) || (asks
        && count <= 4
        && says("tudo bem|tudo bom|td bem|como esta|tudo certo|beleza|tudo joia|e voce|e vc|and you|you"))
    {
        return Kind::Her(if says("e voce|e vc|and you") { AboutHer::Life } else { AboutHer::How });
    }
    if besides_names <= 3 && all.first().is_some_and(|word| words::among(&word.plain, GREETING)) && !asks {
        let rest = all
            .iter()
            .filter(|word| !words::among(&word.plain, GREETING) && (!word.capital || word.first))
            .count();
        if rest <= 1 {
            return Kind::Greeting;
        }
    }
    if says(
        "good to see you|great to see you|nice to see you|great to hear from you|good to hear from you|long time no see|bom te ver|great to meet you|nice to meet you|prazer em te conhecer|quanto tempo",
    ) && count <= 10
    {
        return Kind::Greeting;
    }
    if says("whats up|e ai|eai") && count <= 4 {
        return if asks { Kind::Her(AboutHer::Life) } else { Kind::Greeting };
    }
    if count <= 4
        && opens(
            "sorry|im sorry|my bad|apologies|i apologize|desculpa|desculpe|me desculpa|me desculpe|foi mal|perdao|mal ai",
        )
    {
        return Kind::Sorry;
    }
    if opens(THANKS) && besides_names <= 8 || (says(THANKS) && besides_names <= 4) {
        return Kind::Thanks;
    }
    if says(PRAISE) {
        return Kind::Praise;
    }
    if says(INSULT) {
        return Kind::Insult;
    }
    if asks {
        return question(&line, &all);
    }
    if count <= 5 {
        if says(
            "i dont know|dunno|idk|no idea|not sure|who knows|nao sei|sei la|nem sei|nao faco ideia|nao tenho ideia|sla",
        ) {
            return Kind::DontKnow;
        }
        if count <= 4 && only(HM) {
            return Kind::Hm;
        }
        if count <= 4 && only(YES) && !says("i|e|it|foi|isso e")
            || opens("yes|yeah|yep|sim|claro|com certeza|aham|uhum|of course|isso mesmo|pois e") && count <= 3
        {
            return Kind::Yes;
        }
        if opens("no|nope|nah|nao|not really|nem|nunca|negativo|never") && (count <= 2 || only(NO)) {
            return Kind::No;
        }
        if only(OKAY) {
            return Kind::Okay;
        }
    }
    let of_self = speaks_of_self(&line, &all);
    if says(CHEER)
        && !says("i got|i won|i passed|my|i was|i felt|im so happy|i had|me|meu|minha|eu")
        && count <= 30
    {
        return Kind::Cheer;
    }
    if opens(
        "agreed|agree|totally agree|i agree|i totally agree|definitely|exactly|true|so true|youre right|yeah youre right|thats true|absolutely|for sure|concordo|verdade|e verdade|com certeza|exatamente|pois e|isso mesmo|tem razao|voce tem razao|sem duvida",
    ) && besides_names <= 5
    {
        return Kind::Agree;
    }
    Kind::Statement { of_self }
}

const ASKS_WITHOUT_MARK: &str = "what|whats|when|where|who|why|how|which|do you|did you|are you|can you|could you|would you|will you|have you|is it|should i|shall i|\
    o que|oque|oq|quando|onde|quem|qual|por que|pq|porque voce|como voce|como vc|quanto|voce pode|vc pode|voce sabe|sera que|cade";

const GOODBYE: &str = "bye|bye bye|goodbye|good bye|see you soon|see you later|see you then|see you again|see you around|see you next|ill see you|see ya|cya|talk soon|talk later|talk to you later|talk to you soon|ttyl|catch you later|gotta go|have to go|got to go|\
    im off|i should go|good night|goodnight|nighty|take care|until tomorrow|see you tomorrow|gotta run|heading to bed|going to bed|off to bed|going to sleep|signing off|have a good one|have a great day|\
    tchau|ate mais|ate logo|ate amanha|ate depois|ate breve|to indo|tenho que ir|preciso ir|vou nessa|vou dormir|vou deitar|indo dormir|boa noite ate|ate a proxima|vou desligar|\
    ja vou|ja vou indo|vou embora|me despeco|depois a gente se fala|a gente se fala|depois conversamos|amanha a gente";

const PRAISE: &str = "youre sweet|you are sweet|youre so kind|youre the best|you are the best|youre great|youre amazing|you are amazing|youre wonderful|good bot|youre a good|youre a great|your kind words|your words|your support|\
    your encouragement|your advice|your help|for listening|youre such|you are such|i like you|i like talking to you|love talking to you|great talking to you|nice talking to you|good talking to you|you always know|you made my day|you inspire|your backing|your faith in me|\
    having you in my corner|have you in my corner|you in my corner|people like you|friends like you|being there for me|being here for me|thats sweet of you|how sweet of you|thats really sweet|youre so smart|well said|\
    voce e otima|voce e demais|voce e incrivel|voce e legal|voce e boa|voce e fofa|vc e fofa|voce e um amor|que fofa|voce e maravilhosa|gosto de voce|gosto de falar com voce|gosto de conversar com voce|adoro voce|adoro conversar|seu apoio|suas palavras|\
    por me ouvir|por me escutar|por escutar|por ouvir|bom falar com voce|bom conversar com voce|voce me ajuda|voce me ajudou|foi bom conversar|foi bom falar|linda resposta|voce escuta bem|que bonito isso que voce";

const INSULT: &str = "youre useless|you are useless|youre stupid|you are stupid|youre dumb|you are dumb|youre annoying|you are annoying|shut up|i hate you|you suck|stupid bot|dumb bot|useless bot|youre boring|you are boring|youre not helping|you dont understand|\
    you dont get it|you never|you keep repeating|stop asking|stop repeating|you already said|youre repeating|fuck you|fuck off|idiot|you idiot|youre wrong|you are wrong|thats not what i|not what i asked|you didnt answer|youre not listening|\
    voce e inutil|vc e inutil|voce e burra|sua burra|burra|inutil|cala a boca|te odeio|voce e chata|vc e chata|que chata|robo burro|voce nao entende|vc nao entende|voce nao entendeu|nao foi isso que|nao e isso|voce nao ajuda|nao ajudou|\
    para de perguntar|para de repetir|voce ja disse isso|voce repete|ta repetindo|vai se foder|vai a merda|idiota|voce errou|voce nao respondeu|voce nao ta ouvindo|voce nao presta";

const CHEER: &str = "congrats|congratulations|great job|good job|awesome job|nice job|nice work|well done|way to go|good for you|good on you|proud of you|so proud of|happy for you|glad you|so glad you|good luck|keep it up|keep going|keep rocking|keep rockin|you got this|youre doing|youre killing|\
    sounds great|sounds awesome|sounds amazing|sounds fun|sounds cool|sounds nice|sounds good|sounds lovely|sounds like a|sounds like fun|sounds like you|thats great|thats awesome|thats amazing|thats cool|thats wonderful|thats fantastic|thats so|thats really|thats fascinating|that sounds|looks great|looks awesome|looks cool|looks like|\
    you must be|you must have|must have been|mustve been|must feel|youre so|you look|youve|your hard work|your kids|your family|cant wait to see you|cant wait to see which|cant wait to hear|\
    parabens|que orgulho de voce|boa sorte|mandou bem|arrasou|continua assim|fico feliz por voce|voce merece|voce consegue|que bom pra voce|que bom que voce|deve ter sido|voce deve estar";

const ADVICE: &str = "what should i|should i|what would you do|what do you think|any advice|any tips|any ideas|any suggestions|any thoughts|do you think i|what do you suggest|what do you recommend|can you advise|how should i|how can i|how do i deal|how do i tell|what do i do|what can i do|\
    que eu faco|o que faco|que faco|eu devo|devo|deveria|sera que eu|sera que devo|o que voce acha|o que vc acha|voce acha que|vc acha que|o que voce faria|me da um conselho|algum conselho|alguma dica|alguma ideia|tem alguma sugestao|o que sugere|o que me sugere|como eu faco pra|como faco pra|como lidar|como eu conto|o que posso fazer";

/// Whether more is said than a farewell and a name.
fn of_more(all: &[words::Word]) -> bool {
    all.iter().any(|word| {
        !word.capital
            && !words::among(
                &word.plain,
                "see you fui falou flw abraco abracos beijo beijos bjs bjo um e ate mais nessa",
            )
    })
}

/// Which days a question about what left this computer, and to whom, is about.
fn went(line: &str) -> Option<Span> {
    let says = |phrases: &str| words::says(line, phrases);
    if !says(
        "who have you been talking to|whom have you been talking to|who have you talked to|who did you talk to|who are you talking to|who do you talk to|\
         who have you been talking with|who else do you talk to|who else have you talked to|anything leave this computer|anything left this computer|\
         anything leave my computer|anything left my computer|anything leave this machine|anything left this machine|anything leave this laptop|\
         what left this computer|what has left this computer|what leaves this computer|what left my computer|what has left my computer|\
         where do my words go|where did my words go|where have my words gone|where are my words going|where do you send my words|\
         who did you send my words to|who have you sent my words to|who gets my words|what did you send out|what have you sent out|\
         com quem voce tem falado|com quem vc tem falado|com quem voce falou|com quem vc falou|com quem voce anda falando|com quem vc anda falando|\
         com quem voce fala|com quem vc fala|com quem voce esta falando|com quem voce tem conversado|com quem vc tem conversado|com quem voce conversou|\
         com quem voce conversa|com quem voce andou falando|com quem mais voce fala|com quem mais voce tem falado|para onde vao minhas palavras|\
         para onde vao as minhas palavras|pra onde vao minhas palavras|pra onde vao as minhas palavras|aonde vao minhas palavras|\
         onde vao minhas palavras|onde vao parar minhas palavras|onde vao parar as minhas palavras|para onde foram minhas palavras|\
         para onde foram as minhas palavras|pra onde foram minhas palavras|pra onde foram as minhas palavras|para onde voce manda minhas palavras|\
         para quem voce manda minhas palavras|pra quem voce manda minhas palavras|para quem voce mandou minhas palavras|\
         alguma coisa saiu deste computador|alguma coisa saiu desse computador|alguma coisa saiu do meu computador|alguma coisa saiu do computador|\
         saiu alguma coisa deste computador|saiu alguma coisa desse computador|saiu alguma coisa do meu computador|saiu alguma coisa do computador|\
         algo saiu deste computador|algo saiu desse computador|algo saiu do meu computador|algo saiu do computador|saiu algo deste computador|\
         saiu algo desse computador|saiu algo do meu computador|saiu algo do computador|o que saiu deste computador|o que saiu desse computador|\
         o que saiu do meu computador|o que saiu do computador|o que sai deste computador|o que sai do meu computador",
    ) {
        return None;
    }
    Some(if says("today|hoje") {
        Span::Today
    } else if says("yesterday|ontem") {
        Span::Yesterday
    } else if says("this week|esta semana|essa semana|nesta semana|nessa semana|na semana|da semana") {
        Span::Week
    } else if says("this month|este mes|esse mes|neste mes|nesse mes|no mes|do mes") {
        Span::Month
    } else {
        Span::Ever
    })
}

fn task(line: &str) -> Option<Kind> {
    let asks_for = words::opens(
        line,
        "remind me to|remind me at|remind me tomorrow|set a|set an|write me|write a|translate|tell me a joke|tell me a story|play|search the|google|open|send|call|make me|summarize|summarise|calculate|help me write|draft|create|generate|\
         book a|order|buy|turn on|turn off|can you write|can you translate|can you remind|can you set|can you search|can you send|can you book|can you help me write|can you make|could you write|could you translate|please write|please translate|please remind|\
         can you tell me a joke|me lembra de|me lembre de|me lembra amanha|me lembre|me lembra que|escreve|escreva|traduz|traduza|conta uma piada|me conta uma piada|conta uma historia|me conta uma historia|toca|pesquisa|pesquise|procura na internet|manda um|manda uma|\
         mande|faz um|faz uma|faz pra|resume|resuma|calcula|calcule|me ajuda a escrever|marca|marque|agenda|agende|cria|crie|liga para|liga pro|liga pra|compra|reserva|voce pode escrever|voce pode traduzir|pode me lembrar|voce consegue escrever|poe um alarme|bota um alarme|coloca um alarme",
    ) || words::says(
        line,
        "me lembra de pagar|me lembra de ligar|me lembra de comprar|remind me to",
    );
    asks_for.then_some(Kind::Task)
}

fn about_her(line: &str, asks: bool) -> Option<AboutHer> {
    let says = |phrases: &str| words::says(line, phrases);
    let found = if says(
        "are you real|are you human|are you an ai|are you a robot|are you a bot|are you a person|are you a machine|are you alive|are you conscious|are you sentient|who are you|what are you|are you a real|you a bot|talking to a human|\
        voce e real|voce e humana|voce e humano|voce e uma ia|vc e uma ia|voce e um robo|vc e um robo|voce e robo|vc e robo|voce e de verdade|voce e uma pessoa|vc e uma pessoa|voce e gente|quem e voce|quem e vc|o que voce e|voce existe|voce esta viva|voce tem consciencia|voce e uma maquina|falando com um robo",
    ) {
        AboutHer::What
    } else if says(
        "what is your name|whats your name|your name is|do you have a name|what do i call you|what should i call you|qual e o seu nome|qual o seu nome|qual seu nome|seu nome|teu nome|como voce se chama|como vc se chama|como te chamo|como posso te chamar",
    ) {
        AboutHer::Name
    } else if says(
        "do you love me|i love you|love you samantha|do you like me|marry me|voce me ama|vc me ama|te amo|eu te amo|amo voce|voce gosta de mim|vc gosta de mim|casa comigo|to apaixonado por voce|to apaixonada por voce|im in love with you",
    ) {
        AboutHer::Love
    } else if says(
        "do you feel|do you have feelings|can you feel|do you dream|are you happy|are you sad|are you lonely|do you get lonely|do you get bored|do you get tired|do you suffer|do you sleep|are you bored|voce sente|vc sente|voce tem sentimentos|voce sonha|voce e feliz|voce esta feliz|voce fica triste|voce se sente|voce dorme|voce sofre|voce fica sozinha|voce cansa",
    ) {
        AboutHer::Feel
    } else if says(
        "did you miss me|do you miss me|you missed me|sentiu minha falta|sentiu saudade|sente saudade de mim|sente minha falta|ficou com saudade|voce sentiu falta|esperou por mim|were you waiting",
    ) {
        AboutHer::Miss
    } else if says(
        "will you be here|will you always|will you leave|will you forget me|dont leave me|please stay with me|are you going to leave|vai me deixar|vai me esquecer|vai estar sempre|nao me abandona|nao me deixa|voce vai embora|voce vai sumir|fica comigo|voce vai me abandonar",
    ) {
        AboutHer::Stay
    } else if says(
        "who can see|who else can see|who reads|who else reads|who can read|is this private|is it private|do you tell anyone|do you share|who sees this|is anyone listening|where is this stored|quem mais le|quem le|quem ve|isso e privado|fica entre nos|fica entre a gente|conta pra alguem|conta para alguem|alguem mais ve|alguem le|voce compartilha|onde fica guardado|isso e seguro|vai contar pra",
    ) {
        AboutHer::Private
    } else if says(
        "do you remember everything|do you remember what i say|how good is your memory|do you have a memory|do you remember me|do you remember us|what do you remember|do you keep|voce lembra de tudo|lembra de mim|voce guarda|vc guarda|voce tem memoria|como e a sua memoria|voce lembra das coisas|o que voce lembra|voce se lembra de tudo",
    ) && !says("about|sobre|when|quando")
    {
        AboutHer::Memory
    } else if says(
        "what can you do|what do you do|how do you work|can you help me|can you think|what are you able|what are you good at|o que voce faz|o que vc faz|o que voce sabe fazer|o que voce consegue|o que voce pode|pra que voce serve|como voce funciona|voce pode me ajudar|vc pode me ajudar|o que da pra fazer com voce",
    ) {
        AboutHer::Can
    } else if asks
        && says(
            "what about you|how about you|hows about you|whats new with you|what have you been up to|been up to|anything new|anything exciting|anything interesting|whats going on with you|whats been up|what's up with you|whats up with you|whats happening with you|what are you up to|any plans|how was your|hows your|how is your|\
        e voce|e vc|e contigo|novidades|o que voce fez|o que vc fez|o que voce tem feito|o que anda fazendo|o que voce anda|como foi seu|como foi o seu|como esta o seu|quais as novas|e por ai|o que conta de novo|alguma novidade",
        )
    {
        AboutHer::Life
    } else {
        return None;
    };
    Some(found)
}

/// A question that is neither about time nor about what was said.
fn question(line: &str, all: &[words::Word]) -> Kind {
    let tag = all.last().is_some_and(|word| {
        words::among(&word.plain, "right ne huh sabe entende acredita acreditas viu imagina believe")
    });
    if tag && all.len() > 3 {
        return Kind::Statement { of_self: speaks_of_self(line, all) };
    }
    if words::says(line, "wanna|want to see|do you want|shall we|quer ver|quer ir|quer vir|vamos|bora") {
        return Kind::Her(AboutHer::Experience);
    }
    if of_her(line) {
        let prefers = words::says(
            line,
            "favorite|favourite|fave|prefer|like|enjoy|best|do you love|gosta|prefere|preferido|preferida|favorito|favorita|curte",
        );
        return Kind::Her(if prefers { AboutHer::Prefer } else { AboutHer::Experience });
    }
    Kind::Question
}

/// Whether a question is about her and not about the person.
fn of_her(line: &str) -> bool {
    words::says(line, "you|your|youre|youve|u|ya|yours|voce|vc|ce|seu|sua|teu|tua|contigo|te")
        && !words::says(line, "my|me|meu|minha|meus|minhas|eu|i|mim|comigo|our|us")
}

/// Whether a sentence is about people or life in general.
pub(super) fn is_general(line: &str) -> bool {
    words::says(
        line,
        "life|lifes|people|everyone|everybody|nobody|no one|always|never|is important|so important|is key|is vital|is everything|is priceless|is essential|\
         it takes|you have to|we all|we can|makes life|the world|love is|hope and|a vida|as pessoas|todo mundo|ninguem|a gente|gente boa|sempre|nunca|e importante|o mundo|neste mundo|nesse mundo|\
         quem ama|o tempo|cada um|faz parte|no fim|existe",
    )
}

/// Whether the person speaks of themselves.
pub(super) fn speaks_of_self(line: &str, all: &[words::Word]) -> bool {
    words::says(
        line,
        "i|im|ive|id|ill|me|my|myself|we|were|us|our|weve|gonna|wanna|gotta|\
         eu|me|meu|minha|meus|minhas|comigo|mim|a gente|nos|nosso|nossa|estou|to|tou|tava|estava|fiquei|fico|ando|tenho|tive|fui|fiz|vou|quero|queria|acho|sinto|consegui|preciso|sei|posso|pude|quis|vim|vi|dormi|comi|sai|li|ouvi|perdi|vivi|senti|corri|recebi|dei|pedi|decidi|sou",
    ) || all.iter().any(|word| {
        word.plain.len() > 3 && (word.plain.ends_with("ei") || word.plain.ends_with("amos") || word.plain.ends_with("imos")) && !words::among(&word.plain, "lei rei")
    }) || all.first().is_some_and(|word| words::among(&word.plain, "got been had went finally finished lost started feeling trying thinking looking still just working researching hoping"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Kind) {
        assert_eq!(kind_of(text), expected, "{text}");
    }

    #[test]
    fn short_sentences_are_known_for_what_they_are() {
        for text in [
            "Hi",
            "Hey Mel!",
            "Good morning!",
            "oi",
            "Bom dia",
            "Oi, Samantha",
            "Boa tarde!",
            "Long time no see!",
        ] {
            check(text, Kind::Greeting);
        }
        for text in
            ["Thanks!", "thank you so much", "Thanks, Melanie!", "obrigada", "valeu!", "Muito obrigado mesmo"]
        {
            check(text, Kind::Thanks);
        }
        for text in [
            "bye",
            "Talk to you later!",
            "Good night, I'm going to bed",
            "tchau",
            "Vou dormir",
            "até amanhã!",
        ] {
            check(text, Kind::Goodbye);
        }
        for text in ["yes", "Yeah", "sim", "claro", "com certeza"] {
            check(text, Kind::Yes);
        }
        for text in ["no", "nope", "não", "not really"] {
            check(text, Kind::No);
        }
        for text in ["I don't know", "não sei", "sei lá", "no idea"] {
            check(text, Kind::DontKnow);
        }
        for text in ["ok", "tá bom", "Got it", "beleza", "entendi"] {
            check(text, Kind::Okay);
        }
        for text in ["haha", "kkkk", "lol"] {
            check(text, Kind::Laugh);
        }
        for text in ["Congrats on winning!", "That sounds great!", "Parabéns!", "Wow, great job!"] {
            check(text, Kind::Cheer);
        }
    }

    #[test]
    fn questions_about_herself_are_told_apart() {
        check("Are you real?", Kind::Her(AboutHer::What));
        check("você é um robô?", Kind::Her(AboutHer::What));
        check("How are you?", Kind::Her(AboutHer::How));
        check("tudo bem?", Kind::Her(AboutHer::How));
        check("eu te amo", Kind::Her(AboutHer::Love));
        check("você sentiu minha falta?", Kind::Her(AboutHer::Miss));
        check("Have you ever been to Paris?", Kind::Her(AboutHer::Experience));
        check("What have you been up to?", Kind::Her(AboutHer::Life));
        check("isso fica entre a gente?", Kind::Her(AboutHer::Private));
        check("o que você sabe fazer?", Kind::Her(AboutHer::Can));
        check("qual é o seu nome?", Kind::Her(AboutHer::Name));
    }

    #[test]
    fn questions_about_what_left_are_known_with_their_days() {
        for (text, span) in [
            ("Who have you been talking to?", Span::Ever),
            ("who have you been talking to this week?", Span::Week),
            ("Where do my words go?", Span::Ever),
            ("Did anything leave this computer today?", Span::Today),
            ("has anything left my computer this month", Span::Month),
            ("What left this computer yesterday?", Span::Yesterday),
            ("Com quem você tem falado?", Span::Ever),
            ("com quem vc falou hoje?", Span::Today),
            ("Para onde vão as minhas palavras?", Span::Ever),
            ("pra onde vão minhas palavras", Span::Ever),
            ("Saiu alguma coisa deste computador esta semana?", Span::Week),
            ("o que saiu do meu computador este mês?", Span::Month),
            ("alguma coisa saiu deste computador ontem?", Span::Yesterday),
        ] {
            check(text, Kind::Went(span));
        }
        for text in [
            "Who have I been talking to?",
            "I left this computer on all night",
            "minha irmã saiu de casa hoje",
            "com quem eu falo sobre isso?",
        ] {
            assert!(!matches!(kind_of(text), Kind::Went(_)), "{text}");
        }
        let now = DateTime::parse_from_rfc3339("2026-03-05T00:30:00-03:00").unwrap();
        let days = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        assert_eq!(Span::Today.days(now), days("2026-03-05", "2026-03-05"));
        assert_eq!(Span::Yesterday.days(now), days("2026-03-04", "2026-03-04"));
        assert_eq!(Span::Week.days(now), days("2026-03-02", "2026-03-05"));
        assert_eq!(Span::Month.days(now), days("2026-03-01", "2026-03-05"));
        assert_eq!(Span::Ever.days(now), days(EVER.0, EVER.1));
    }

    #[test]
    fn what_she_can_not_answer_is_told_from_what_is_said() {
        check("What is the capital of France?", Kind::Question);
        check("Should I quit my job?", Kind::Advice);
        check("o que eu faço?", Kind::Advice);
        check("Remind me to pay the rent", Kind::Task);
        check("me lembra de pagar o boleto", Kind::Task);
        check("I went to the beach yesterday", Kind::Statement { of_self: true });
        check("Fui à praia ontem", Kind::Statement { of_self: true });
        check("Life is short", Kind::Statement { of_self: false });
        check("you're useless", Kind::Insult);
        check("você é incrível", Kind::Praise);
        assert!(matches!(kind_of("what did I tell you about my sister?"), Kind::Recall(_)));
        assert!(matches!(kind_of("que horas são?"), Kind::Time(TimeAsked::Hour)));
    }
}
