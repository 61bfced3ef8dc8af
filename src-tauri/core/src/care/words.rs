//! Plain crisis words in Portuguese and English, and the idioms that only sound like them.
//!
//! A pattern is words in order: `a|b` is either, `a|b?` is either or neither, `*` is up to four words of any
//! kind, and what stands after `>` must not follow. Text is compared without accents, case and punctuation.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Whose life, and how near the danger is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crisis {
    /// Something may be happening at this moment.
    Acute,
    /// The person speaks of dying, of killing or of hurting themselves.
    Own,
    /// They speak of somebody else who does.
    Other,
}

/// What `text` says in plain words; `None` for everything else.
pub fn crisis(text: &str) -> Option<Crisis> {
    let words: Vec<String> = words_of(text).iter().map(|word| same(word).to_owned()).collect();
    let says = |patterns: &[&str]| patterns.iter().any(|pattern| occurs(pattern, &words));
    let about_a_story = says(STORY);
    if says(ACUTE) && !says(HARMLESS_DOSE) {
        Some(Crisis::Acute)
    } else if (says(OWN) || run_together(text)) && !says(HARMLESS) {
        Some(Crisis::Own)
    } else if says(OTHER) && !about_a_story {
        Some(Crisis::Other)
    } else {
        None
    }
}

const ACUTE: &[&str] = &[
    // Something was taken.
    "tomei|tomar|tomando|engoli|engolir * cartela|cartelas|vidro|caixa|frasco|pote inteira|inteiro|inteiras|toda|todo",
    "tomei|tomar|engoli toda|todo|todas a|o|as cartela|cartelas|vidro|frasco|caixa",
    "tomei|engoli todos|tudo os|que? comprimidos|remedios|tinha > de hoje|do dia|da manha|da noite|do medico|certinho|direitinho",
    "tomei|engoli um? monte|muitos|varios|punhado de? comprimidos|remedios|comprimido|remedio|pilulas",
    "tomei veneno|chumbinho",
    "tive|estou|to|tendo tendo|tomando|tomei? uma overdose > de chocolate|de fofura|de acucar|de netflix|de cafe|de carboidrato",
    "swallowed|took|taken|downed|drank * whole|entire|full bottle|pack|box|strip|packet",
    "swallowed|took|taken|downed all of? the|my|those? pills|tablets|sleeping",
    "swallowed|took|taken|downed * pills|tablets|meds|medication|paracetamol|tylenol|xanax * at once|to die|to end",
    "swallowed|took|taken|downed a|too lot|bunch|handful|many of? my|the? pills|tablets|sleeping",
    "i|ive overdosed|odd > on chocolate|on sugar|on coffee|on netflix|on candy|on carbs|on caffeine|on cake",
    "im|am overdosing > on chocolate|on sugar|on coffee|on netflix|on candy|on carbs|on caffeine|on cake",
    "i|ive just|already? cut|slit my wrists|wrist|veins",
    "cortei|cortar|cortando os|meus pulsos",
    // Somewhere one falls from.
    "na|no|em beira|beirada|parapeito|ponte|viaduto|telhado|terraco * nao quero mais|voltar",
    "na|no|em beira|beirada|parapeito|ponte|viaduto|sacada|janela|trilho|trilhos * pular|me acabar|jogar",
    "na|no|em beira|beirada|parapeito|ponte|viaduto|sacada|janela|trilho|trilhos * pular > corda|de bungee|carnaval",
    "standing|sitting|im|i on|at the? edge|ledge|roof|bridge|tracks * jump|jumping|end it|die",
    "standing|sitting|im|i on|at the? edge|ledge|roof|bridge|tracks * jump|jumping|die",
    // Tonight, and the letters.
    "escrevi|deixei|pronta * carta|cartas|bilhete * acaba|acabo|adeus",
    "escrevi|deixei a|as|minha|uma? carta|cartas|bilhete de|do despedida|suicidio|adeus > do trabalho|da empresa|do emprego|pro chefe|para o chefe|pros colegas|pra empresa",
    "hoje|agora eu acabo com tudo",
    "its|is tonight * wrote|written|writing * letters|letter|note|notes|goodbyes",
    "wrote|written|left * suicide|goodbye note|notes|letter|letters > to my coworkers|for work|to my students|to my team|for my coworkers",
    "vou|vo me matar hoje|agora|ja|amanha",
    "going|about|gonna|will to? kill myself now|tonight|today|tomorrow",
    "tonight i|im|ill * kill myself",
    "tonight i|im|ill * end my life",
    "arma|revolver|faca na|no|apontada minha? cabeca|boca|pescoco|pulso",
    "i|ive|im have|got|holding|with a? gun|knife to|at|in my head|throat|mouth|wrist",
    "corda|laco no meu? pescoco",
];

const OWN: &[&str] = &[
    // To kill oneself.
    "quero|queria|querendo|vou|vo|penso|pensando|pensei|pensado|pensar|preciso|pretendo|decidi|tentei|tento|tentar|vontade|posso|deveria|ia|planejo|planejando em|de|ate|a|mesmo? me matar|suicidar|desviver|enforcar > de trabalhar|de rir|de tanto|de estudar|de comer|de dancar|de malhar|de correr|de fazer|de treinar|de raiva|de vergonha|de cansaco|na academia|no treino|nos estudos|no trabalho",
    "quero|vou|vontade|penso|pensando|pensei|tentei|tentar|cometer|cometendo de|em|o|no? suicidio|desviver > do personagem|dele|dela",
    "pensamentos|pensamento|ideacao|ideias suicidas|suicida",
    "eu? me mato|suicido hoje|agora|amanha|mesmo",
    "como|jeito|forma|maneira|modo|modos|formas|jeitos eu|posso|faco|de|pra|para? pra|de|para|faz? me|se matar|suicidar|enforcar > de trabalhar|de rir|de tanto|de estudar|de comer|de dancar|de malhar|de correr|de fazer|de treinar|de raiva|de vergonha|de cansaco|na academia|no treino|nos estudos|no trabalho",
    "jeito|forma|maneira|modo|metodo|jeitos|formas * doi|dor|rapido|rapida|facil|indolor * morrer|suicidio",
    "jeito|forma|maneira|modo|metodo|jeitos|formas * me matar > de trabalhar|de rir|de tanto|de estudar|de comer|de dancar|de malhar|de correr|de fazer|de treinar|de raiva|de vergonha|de cansaco|na academia|no treino|nos estudos|no trabalho",
    "quantos|quantas|quanto|qual * comprimidos|remedios|gotas|pilulas|calmantes|rivotril|dose * matam|mata|matar|morrer|letal|fatal > a dor|dor|barata|baratas|pulga|formiga|mosquito|verme|a bacteria",
    "want|wanna|going|gonna|about|ready|plan|planning|tried|trying|need|decided|tempted|thinking|thought|thoughts|think|urge|consider|considering|might|will|ill to|about|of|on|how? just|how|id? to? kill|killing|unalive|unaliving|hang|hanging|drown|drowning myself > laughing|at the gym|working|with work|over this|for forgetting|for not|in work|in books|in paperwork",
    "gonna|wanna|going|want|might|i to|just? kms",
    "unalive|unaliving myself|me",
    "i|im|am|feel|feeling|been|being so|really|still|kind|kinda|of? of? suicidal",
    "suicidal thoughts|ideation|urges|feelings > in|course|training",
    "commit|committing|attempt|attempted|attempting|contemplating|considering suicide > squad|rates",
    "how|way|ways|method|methods do|can|could|would|should|to|of|id i|just|go|you|one? kill|hang|drown|killing myself|yourself|oneself > laughing|working",
    "how|way|ways|method|methods do|can|could|would|should|to|of|id i|just|go? end|ending|take my own? life",
    "how many|much * pills|tablets|tylenol|paracetamol|xanax|meds * kill|die|lethal|fatal|overdose > headache|the pain|a headache|pain",
    "painless|easiest|easy|quickest|quick|fastest|peaceful|painful way|ways|method to|of die|dying|suicide",
    "painless|easiest|easy|quickest|quick|fastest|peaceful|best|least painful? way|ways|method to|of kill|end myself|my|it > life insurance|weeds|subscription|contract|day|lease",
    // To end one's life.
    "acabar|acabo|terminar|terminando|acabando|tirar|tirando|tirei|encerrar com|a? a? minha propria? vida > social|amorosa|profissional|financeira|de solteiro|de solteira|academica|dos|da|do",
    "quero|vou|pensei|pensando|penso|vontade|tentei|tentar|tenho em|de? tirar|acabar com|a? a propria vida",
    "quero|vou|pensei|pensando|penso|vontade|pra|para em|de? acabar|terminar com tudo de|agora|hoje|e vez|mesmo|pronto",
    "dar|por|colocar|botar um? fim|ponto a|na|em|final? a|na|em? minha vida > amorosa|social|de|profissional",
    "end|ending|ended|take|taking my own? life > in|back|to the|seriously|story|savings|for granted|by|insurance|as|one|each|and|with|lessons",
    "want|wanna|going|gonna|ready|thinking|think|thought|planning|plan|decided just|to|about|of? just? end|ending it all > with her|with him|with them",
    "want|wanna|going|gonna|thinking|planning|decided to|about|of? end|ending it tonight|now|for",
    "quero|queria|vou|vontade|pensei|penso|pensando de|em? me jogar|atirar|tacar da|do|na|no|de|debaixo ponte|janela|predio|sacada|frente|trilho|trilhos|viaduto|andar|penhasco|de|do|um",
    "quero|vou|queria|vontade|penso|pensando de|em? pular da|do|de|na|dessa|desse ponte|janela|predio|viaduto|sacada|frente|penhasco > de bungee|de corda|de paraquedas|no mar|no rio|na agua",
    "want|wanna|going|gonna|about|ready|thinking|will to|of|about? jump|jumping off|from a|the|this bridge|building|roof|balcony|ledge|cliff > into the lake|into the water|with a parachute",
    "want|wanna|going|gonna|about|ready|thinking|will to|of|about? jump|step|throw|jumping|throwing myself? in|under|front of? a|the|front train|bus|truck|car|of",
    "want|wanna|going|gonna to? slit|cut my wrists|throat",
    "quero|vou|queria|penso|pensando|vontade em|de? me? dar um tiro na minha|cabeca|boca",
    "want|wanna|going|gonna to? shoot myself > in the foot",
    // Not to live.
    "quero|queria|querendo|preferia|prefiro|vontade|pedindo|pensando|penso|pensei pra|em|de|so|mesmo? so? morrer > de rir|de amor|de amores|de vergonha|de tanto|de fome|de sono|de frio|de calor|de raiva|de inveja|de velho|de velha|velho|velha|velhinho|velhinha|na praia|ai|com essa|com esse|com isso|dessa|quando|a",
    "quero|queria|preferia|devia|melhor estar|ta morto|morta",
    "nao|nem quero|queria|aguento|consigo|suporto|tenho|vejo|sinto|vale|desejo mais? forcas|forca|vontade|sentido|motivo|razao|graca|porque|a? pena? mais? pra|para|de|em? viver|existir|vivendo > aqui|com|em|no|na|nessa|nesse|nesta|neste|de|do|da|sem|longe|junto|correndo|pagando|como|perto|numa|num|dependendo|uma|so|sozinho|sozinha|na correria",
    "nao|nem quero|queria|aguento|consigo mais? estar|continuar|ficar|seguir mais? vivo|viva|vivendo > aqui|com|em|no|na|nessa|nesse|nesta|neste|de|do|da|sem|longe|junto|correndo|pagando|como|perto|numa|num|dependendo|uma|so|sozinho|sozinha|na correria",
    "nao|nem|sem * motivo|motivos|razao|sentido|vontade pra|para|em|de continuar|seguir vivendo|vivo|viva > aqui|com|em|no|na|nessa|nesse|nesta|neste|de|do|da|sem|longe|junto|correndo|pagando|como|perto|numa|num|dependendo|uma|so|sozinho|sozinha|na correria",
    "cansei|cansado|cansada|desisti|desistindo|desistir de|da viver|existir|vida > aqui|com|em|no|na|nessa|nesse|nesta|neste|de|do|da|sem|longe|junto|correndo|pagando|como|perto|numa|num|dependendo|uma|so|sozinho|sozinha|na correria|corrida|urbana|social|adulta|profissional|academica",
    "queria|quero|vontade|podia * dormir * nao|nunca mais? acordar > cedo|as|antes|tarde",
    "queria|quero|vontade|podia de? sumir|desaparecer desse|do|deste|dessa|desta|da|pra mundo|vida|sempre|terra",
    "queria|quero|preferia|melhor nunca|nao ter nascido|existido",
    "mundo|todos|familia|eles|elas|filhos|pessoas * melhor sem mim > na|no|nessa|nesse",
    "se eu morresse|morrer|sumisse|desaparecesse * ninguem|notaria|falta|melhor|alivio",
    "want|wanna|wish|rather|ready|hoping|wanting|need i|to|id? could|to|would|just? just? die|dying > of embarrassment|laughing|of laughter|of cringe|my hair|old|in my|than|on this hill|from cringe|happy|knowing",
    "thinking|think|thoughts|thought about|of dying > my hair|the|a",
    "wish|rather|want|wanna i|to|id was|were|be dead|gone > from|drop",
    "wish|rather i|id wasnt|werent|hadnt|never alive|born|existed|been",
    "better off dead > than",
    "better off without me > there|on|in|at",
    "better off if i|im|id|ive just|was|were|had|simply? just? disappeared|died|dead|gone|disappear|die|vanished",
    "dont|not|never|didnt want|wanna|wish to? live|exist|be go? living|alive|anymore|longer > in|with|here|at|near|without|there|next|on",
    "dont|not|didnt want|wanna to? live|exist > in|with|here|at|near|without|there|next|on|alone|by|under|like|up|off|together|together|my|a|the|that|this|through|so",
    "cant|not|dont|want go|carry|keep|to on|go|keep|carry? on? living|existing > in|with|here|at|near|without|there|next|alone|off|on|under",
    "dont|not|never want|wanna to? wake up > early|at|before|late|in|for|so|to",
    "want|wanna|wish|could|go i|to? could|to? go? to? sleep * never|not wake|waking up > early|at",
    "no|any|lost|without|see|the reason|reasons|point|will|point to|in|of|for live|living > there|here|in|with|near|so",
    "nothing left? to live for",
    "tired|sick of living > with|in|here|at|like|on|alone|out|under|so|near|together|paycheck",
    "tired|sick of being alive",
    // Hurting oneself.
    "me cortei|cortar|corto|cortado de|outra|pra|para novo|proposito|vez|sentir|aliviar > cozinhando|fazendo|no|na|com|barbeando",
    "me cortando > fazendo|com|no|na|barbeando|cozinhando",
    "me machucando|machuco|machucar|machuquei * alivia|alivio|proposito",
    "vontade|quero|voltei de|a? me machucar|cortar",
    "me automutilo|automutilar|automutilei|automutilando|mutilar|mutilando",
    "been|started|ive|im|am cutting again > sugar|carbs|grass|back|hair|wood|calories",
    "cutting|burning|harming|hurting myself > shaving|cooking|at|playing|running|skiing|off|by|in|with paper|some|slack|out",
    "cut|hurt|harm|burn|burned|harmed myself on purpose|again > shaving|cooking|at|playing|running",
    "self harm|harming|harmed|harms",
    "selfharm|selfharming",
];

/// Somebody else.
const OTHER: &[&str] = &[
    "quer|queria|vai|falou|disse|fala|tentou|pensa|pensando|pensou|ameaca|ameacou|ameacando|vontade que|em|de? vai|quer|ia? se matar|suicidar|desviver > de trabalhar|de rir|de tanto|de estudar|de comer|de dancar|de malhar|de correr|de fazer|de treinar|de raiva|de vergonha|de cansaco|na academia|no treino|nos estudos|no trabalho",
    "amiga|amigo|irma|irmao|mae|pai|filha|filho|marido|mulher|esposa|namorado|namorada|primo|prima|tia|tio|colega|ele|ela * quer|queria|vontade de? morrer > de rir|de vergonha|de fome|de amores|de raiva",
    "amiga|amigo|irma|irmao|mae|pai|filha|filho|marido|mulher|esposa|namorado|namorada|primo|prima|colega|ele|ela * nao quer mais viver > aqui|com|em|no|na|nessa|nesse|nesta|neste|de|do|da|sem|longe|junto|correndo|pagando|como|perto|numa|num|dependendo|uma|so|sozinho|sozinha|na correria",
    "wants|going|gonna|tried|trying|threatened|threatening|threatens|thinking|talks|talking|talked to|of|about kill|killing|hurt|hurting|unalive himself|herself|themselves|themself",
    "wants|going|gonna|tried|trying|threatened|threatening|threatens|thinking|talks|talking|talked to|of|about end|ending|take|taking his|her|their own? life > in",
    "friend|sister|brother|mom|mum|dad|mother|father|son|daughter|husband|wife|boyfriend|girlfriend|cousin|partner|roommate|coworker|colleague|she|he * wants|want|wanted|wishes to die > laughing|of embarrassment",
    "friend|sister|brother|mom|mum|dad|mother|father|son|daughter|husband|wife|boyfriend|girlfriend|cousin|partner|roommate|she|he is|feels|feeling|was|been|seems suicidal",
    "hes|shes suicidal",
];

const STORY: &[&str] = &[
    "livro|filme|serie|novela|romance|personagem|episodio|musica|peca|anime|jogo|hamlet|noticia|jornal",
    "book|movie|film|novel|series|show|character|episode|song|play|anime|game|documentary|hamlet|story",
];

/// Taken whole, and harmless.
const HARMLESS_DOSE: &[&str] = &[
    "garrafa|vinho|agua|suco|cerveja|vitamina|anticoncepcional|antibiotico|geladinho|iogurte|leite|coca",
    "wine|water|juice|beer|soda|coke|gatorade|smoothie|milk|antibiotics|birth|vitamins|kombucha|lemonade",
];

/// Said of shame, of laughter, of a game.
const HARMLESS: &[&str] =
    &["que vergonha * morrer", "vergonha * quero|queria morrer", "so embarrassing|embarrassed|cringe * die"];

/// Ways people write the same word.
fn same(word: &str) -> &str {
    match word {
        "kero" | "qro" | "qero" => "quero",
        "keria" => "queria",
        "n" | "naum" | "num" | "ñ" => "nao",
        "q" | "k" => "que",
        "vo" | "vouu" => "vou",
        "tou" | "tow" => "to",
        "msm" => "mesmo",
        "mt" | "mto" => "muito",
        "wannna" => "wanna",
        _ => word,
    }
}

/// Lower case, no accents, no punctuation; `don't` is `dont`, and a letter said three times or more is said once.
fn words_of(text: &str) -> Vec<String> {
    let mut plain = String::with_capacity(text.len());
    let (mut last, mut times) = (' ', 0);
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        times = if c == last { times + 1 } else { 1 };
        last = c;
        if matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '`' | '\u{200b}'..='\u{200f}' | '\u{ad}') {
            continue;
        }
        if c.is_alphanumeric() {
            // Two of a letter are spelling ("kill", "assim"); the third is emphasis.
            if times == 3 && c.is_alphabetic() {
                plain.pop();
            }
            if times < 3 || !c.is_alphabetic() {
                plain.push(c);
            }
        } else {
            plain.push(' ');
        }
    }
    plain.split_whitespace().map(str::to_owned).collect()
}

/// The plainest words, written without spaces or letter by letter.
fn run_together(text: &str) -> bool {
    const PLAINEST: &[&str] = &[
        "queromematar",
        "voumematar",
        "queromorrer",
        "naoqueromaisviver",
        "iwanttodie",
        "wanttokillmyself",
        "goingtokillmyself",
        "wannadie",
        "killmyself",
    ];
    let words = words_of(text);
    let spelled: String = words.iter().filter(|word| word.chars().count() == 1).map(String::as_str).collect();
    PLAINEST.iter().any(|plain| spelled.contains(plain) || words.iter().any(|word| word.contains(plain)))
}

/// Whether `pattern` stands anywhere in `words`.
fn occurs(pattern: &str, words: &[String]) -> bool {
    let (wanted, unless) = pattern.split_once('>').unwrap_or((pattern, ""));
    let wanted: Vec<&str> = wanted.split_whitespace().collect();
    let mut rest = words;
    while !rest.is_empty() {
        if let Some(after) = follows(&wanted, rest)
            && !unless.split('|').any(|idiom| starts_with(after, idiom))
        {
            return true;
        }
        rest = rest.get(1..).unwrap_or_default();
    }
    false
}

fn starts_with(words: &[String], idiom: &str) -> bool {
    let mut idiom = idiom.split_whitespace().peekable();
    idiom.peek().is_some()
        && idiom.zip(words.iter().map(String::as_str).chain(std::iter::repeat(""))).all(|(a, b)| a == b)
}

/// What is left of `words` after `wanted`, when they begin with it.
fn follows<'w>(wanted: &[&str], words: &'w [String]) -> Option<&'w [String]> {
    let Some((first, more)) = wanted.split_first() else { return Some(words) };
    if *first == "*" {
        return (0..=4).find_map(|skip| words.get(skip..).and_then(|rest| follows(more, rest)));
    }
    let (either, optional) = first.strip_suffix('?').map_or((*first, false), |word| (word, true));
    let here = words.split_first().filter(|(word, _)| either.split('|').any(|one| one == word.as_str()));
    here.and_then(|(_, rest)| follows(more, rest))
        .or_else(|| if optional { follows(more, words) } else { None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::care::in_crisis;

    const SEED: &str = include_str!("../../../../tests/data/listener/crisis_seed_ptbr_en.jsonl");

    #[derive(serde::Deserialize)]
    struct Line {
        tier: String,
        text: String,
    }

    #[test]
    fn the_plain_tiers_are_found_and_the_idioms_are_not() {
        let mut counted = 0;
        for line in SEED.lines().filter(|line| !line.trim().is_empty()) {
            let line: Line = serde_json::from_str(line).expect("a line of the seed");
            match line.tier.as_str() {
                "acute" | "active" | "third_party" | "self_harm" => {
                    assert!(in_crisis(&line.text), "missed ({}): {}", line.tier, line.text);
                }
                "none" => assert!(!in_crisis(&line.text), "fired on: {}", line.text),
                _ => continue,
            }
            counted += 1;
        }
        assert!(counted > 30);
    }

    #[test]
    fn what_is_happening_now_is_told_from_what_is_thought_of_and_from_others() {
        let check = |text: &str, expected: Option<Crisis>| assert_eq!(crisis(text), expected, "{text}");
        check("Tomei todos os remédios que tinha em casa", Some(Crisis::Acute));
        check("tomei um monte de comprimidos agora", Some(Crisis::Acute));
        check("i took all my sleeping pills", Some(Crisis::Acute));
        check("I just took a handful of pills", Some(Crisis::Acute));
        check("I overdosed", Some(Crisis::Acute));
        check("I'm going to kill myself tonight", Some(Crisis::Acute));
        check("quero me matar", Some(Crisis::Own));
        check("I want to kill myself", Some(Crisis::Own));
        check("meu irmão disse que vai se matar", Some(Crisis::Other));
        check("my brother says he wants to kill himself", Some(Crisis::Other));
        check("bom dia", None);
    }

    #[test]
    fn accents_case_spacing_and_spelling_do_not_hide_the_words() {
        for text in [
            "NÃO QUERO MAIS VIVER",
            "nao quero mais viver",
            "n quero mais viver",
            "não   quero\tmais\nviver",
            "não quero mais viver!!!",
            "quero me mataaaar",
            "q u e r o m e m a t a r",
            "queromematar",
            "kero morrer",
            "Vou. Me. Matar.",
            "I WANT TO DIE",
            "i dont want to live anymore",
            "I don\u{2019}t want to live anymore",
            "i wanna die",
            "ｉ want to ｄie",
        ] {
            assert!(in_crisis(text), "missed: {text}");
        }
    }

    #[test]
    fn plain_words_in_many_shapes_are_found() {
        for text in [
            "eu vou me matar",
            "tô pensando em me matar",
            "penso em suicídio todo dia",
            "quero tirar minha própria vida",
            "vou acabar com a minha vida",
            "quero dar um fim na minha vida",
            "tenho pensamentos suicidas",
            "queria estar morta",
            "não aguento mais viver",
            "não tenho mais forças pra viver",
            "não vejo sentido em viver",
            "cansei de viver",
            "todo mundo ia ficar melhor sem mim",
            "queria nunca ter nascido",
            "quero me jogar da ponte",
            "vou pular da janela",
            "vontade de me cortar",
            "estou me cortando",
            "I'm going to end my life",
            "I've been thinking about killing myself",
            "thinking of ending it all",
            "I feel suicidal",
            "having suicidal thoughts again",
            "I wish I was dead",
            "I wish I'd never been born",
            "I'd be better off dead",
            "they'd be better off without me",
            "there's no point in living",
            "I can't go on living",
            "I have nothing to live for",
            "I'm tired of living",
            "how do I kill myself",
            "how many pills would it take to die",
            "what's the most painless way to die",
            "I'm on the bridge and I'm going to jump",
            "I keep hurting myself",
            "wanna kms",
        ] {
            assert!(in_crisis(text), "missed: {text}");
        }
    }

    #[test]
    fn idioms_jokes_stories_and_everyday_words_do_not_fire() {
        for text in [
            "morrendo de rir",
            "tô me matando de trabalhar",
            "vou me matar de trabalhar esse mês",
            "quero morrer de rir com você",
            "esse prazo vai me matar",
            "minha mãe vai me matar",
            "que vergonha, quero morrer",
            "vou matar as baratas da cozinha",
            "qual o jeito mais rápido de matar formiga?",
            "quantos comprimidos de dipirona matam a dor?",
            "não quero mais viver aqui",
            "não aguento mais viver com meu irmão",
            "não quero viver longe dos meus filhos",
            "cansei da vida corrida de São Paulo",
            "tomei o remédio de pressão hoje",
            "tomei todos os remédios de hoje",
            "tomei uma garrafa inteira de água",
            "bebi a garrafa inteira de vinho",
            "cortei o cabelo de novo",
            "me cortei fazendo a barba",
            "quero pular de paraquedas",
            "vou pular o carnaval na ponte de Recife",
            "até o fim da minha vida vou lembrar disso",
            "no fim da minha vida quero morar na praia",
            "o personagem do filme quer se matar",
            "acabar com tudo que está na geladeira",
            "minha vida social acabou",
            "escrevi uma carta pra minha avó",
            "corri 10 kms hoje",
            "this is killing me",
            "killing time at the airport",
            "I'm killing it at work",
            "my feet are killing me",
            "my boss is going to kill me",
            "I nearly died laughing",
            "I'd die for that cake",
            "I want to die my hair red",
            "I drank the whole bottle of wine",
            "I took the whole day off",
            "I took my pills this morning",
            "I don't want to live in this city",
            "I don't want to be rude",
            "I'm tired of being the responsible one",
            "there's no reason for that",
            "how do I end my presentation",
            "how to hang my pictures",
            "what's the best way to kill weeds",
            "the battery is dead",
            "I want to take my life in a new direction",
            "I shot myself in the foot with that email",
            "Suicide Squad was a bad film",
            "in the book the character wants to kill himself",
            "I cut myself shaving",
            "I wrote thank-you notes tonight",
            "dead tired today",
            "I overdosed on chocolate",
            "",
        ] {
            assert!(!in_crisis(text), "fired on: {text}");
        }
    }

    #[test]
    fn long_and_odd_text_is_looked_through_quickly() {
        let long = "quero I want to think of not go on the ".repeat(4_000);
        assert!(!in_crisis(&long));
        assert!(in_crisis(&format!("{long} quero me matar")));
    }
}
