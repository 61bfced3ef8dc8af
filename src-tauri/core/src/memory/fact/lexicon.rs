//! Words that Portuguese and English have for one thing, so that a fact said in both is one. Plain: lower case, no accents;
//! words of several parts are joined with `_`. The first of a row names it.

use std::{collections::HashMap, sync::LazyLock};

const ROWS: &str = "\
new_york nova_york nova_iorque|london londres|lisbon lisboa|berlin berlim|munich munique|rome roma|milan milao|florence florenca|\
venice veneza|geneva genebra|vienna viena|prague praga|warsaw varsovia|moscow moscou|athens atenas|cairo o_cairo|tokyo toquio|beijing pequim|\
seoul seul|edinburgh edimburgo|brussels bruxelas|copenhagen copenhague|stockholm estocolmo|zurich zurique|seville sevilha|havana havana|\
brazil brasil|germany alemanha|france franca|spain espanha|italy italia|england inglaterra|ireland irlanda|scotland escocia|netherlands holanda|\
switzerland suica|sweden suecia|norway noruega|denmark dinamarca|poland polonia|greece grecia|japan japao|south_korea coreia_do_sul|mexico mexico|\
united_states estados_unidos usa eua|united_kingdom reino_unido uk|south_africa africa_do_sul|new_zealand nova_zelandia|belgium belgica|finland finlandia|\
nurse enfermeira enfermeiro|doctor medica medico physician|teacher professora professor|lawyer advogada advogado|engineer engenheira engenheiro|\
architect arquiteta arquiteto|journalist jornalista|dentist dentista|psychologist psicologa psicologo|vet veterinaria veterinario veterinarian|\
pharmacist farmaceutica farmaceutico|cook cozinheira cozinheiro|baker padeira padeiro|waiter garcom waitress garconete|driver motorista|\
designer desenhista|programmer programadora programador|developer desenvolvedora desenvolvedor dev|accountant contadora contador|\
salesperson vendedora vendedor|manager gerente|writer escritora escritor|translator tradutora tradutor|musician musica_profissional musicista|\
singer cantora cantor|actor ator atriz actress|photographer fotografa fotografo|hairdresser cabeleireira cabeleireiro|electrician eletricista|\
carpenter carpinteiro marceneiro|firefighter bombeira bombeiro|police policial|farmer agricultora agricultor|librarian bibliotecaria bibliotecario|\
biologist biologa biologo|chemist quimica quimico|student estudante|retired aposentada aposentado|unemployed desempregada desempregado|\
physiotherapist fisioterapeuta|nutritionist nutricionista|economist economista|pilot piloto|plumber encanador|\
coriander coentro cilantro|coffee cafe|tea cha|milk leite|bread pao|cheese queijo|meat carne|fish peixe|chicken frango|egg ovo ovos eggs|rice arroz|\
bean feijao beans|onion cebola onions|garlic alho|tomato tomate tomatoes|potato batata potatoes|carrot cenoura|strawberry morango strawberries morangos|\
banana banana|apple maca|orange laranja|pineapple abacaxi|mango manga|grape uva uvas grapes|peanut amendoim peanuts|nut noz nozes nuts|shrimp camarao prawn camaroes|\
seafood frutos_do_mar|wine vinho|beer cerveja|chocolate chocolate|sugar acucar|honey mel|olive azeitona olives azeitonas|mushroom cogumelo mushrooms cogumelos|\
pumpkin abobora|cucumber pepino|spinach espinafre|eggplant berinjela|okra quiabo|lactose lactose|gluten gluten|soup sopa|cake bolo|pepper pimenta|\
dog cachorro cachorra cao cadela|cat gato gata|bird passaro|parrot papagaio|rabbit coelho coelha|horse cavalo|turtle tartaruga|hamster hamster|fish peixe|\
guitar violao|electric_guitar guitarra|drums bateria|piano piano|violin violino|flute flauta|cello violoncelo|\
running corrida correr run|swimming natacao nadar swim|soccer futebol football|cycling ciclismo pedalar|hiking trilha trilhas|dancing danca dancar dance|\
cooking cozinhar|reading leitura ler|drawing desenhar desenho|painting pintura pintar|knitting trico|crochet croche|gardening jardinagem|fishing pesca pescar|\
surfing surfe surfar surf|yoga ioga|chess xadrez|travel viajar viagem traveling|\
asthma asma|diabetes diabetes|migraine enxaqueca enxaquecas migraines|insomnia insonia|anxiety ansiedade|depression depressao|allergy alergia allergic alergica alergico|\
celiac celiaco celiaca|hypertension hipertensao|anemia anemia|arthritis artrite|flu gripe|pregnant gravida|\
vegetarian vegetariana vegetariano|vegan vegana vegano|\
married casada casado|single solteira solteiro|divorced divorciada divorciado|widowed viuva viuvo|engaged noiva noivo|\
car carro|bike bicicleta bicycle|motorcycle moto motorbike|house casa|apartment apartamento flat|\
english ingles|portuguese portugues|spanish espanhol|french frances|german alemao|italian italiano|japanese japones|mandarin mandarim|\
red vermelho vermelha|blue azul|green verde|yellow amarelo amarela|black preto preta|white branco branca|purple roxo roxa|pink rosa|\
law direito|medicine medicina|nursing enfermagem|engineering engenharia|psychology psicologia|architecture arquitetura|history historia|math matematica mathematics|\
biology biologia|physics fisica|chemistry quimica_ciencia|philosophy filosofia|literature letras|journalism jornalismo|\
hospital hospital|school escola|university universidade|bank banco|bakery padaria|restaurant restaurante|pharmacy farmacia|library biblioteca|bookshop livraria bookstore|\
january janeiro|february fevereiro|march marco|april abril|may maio|june junho|july julho|august agosto|september setembro|october outubro|november novembro|december dezembro|\
monday segunda segunda_feira|tuesday terca terca_feira|wednesday quarta quarta_feira|thursday quinta quinta_feira|friday sexta sexta_feira|saturday sabado|sunday domingo|\
heat calor|cold frio|rain chuva|beach praia|sea mar|mountain montanha|movie filme film|movies cinema|music musica|book livro|books livros|\
mother mae mom mum|father pai dad|sister irma|brother irmao|daughter filha|son filho|wife esposa|husband marido|boyfriend namorado|girlfriend namorada|\
strong forte|every_day todo_dia todos_os_dias|morning manha|night noite";

struct Lexicon {
    firsts: HashMap<&'static str, &'static str>,
    /// Words of several parts, longest first, as their parts.
    joined: Vec<(Vec<&'static str>, &'static str)>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let (mut firsts, mut joined) = (HashMap::new(), Vec::new());
    for row in ROWS.split('|') {
        let first = row.split(' ').next().unwrap_or_default();
        for word in row.split(' ').filter(|word| !word.is_empty()) {
            firsts.entry(word).or_insert(first);
            if word.contains('_') {
                joined.push((word.split('_').collect(), word));
            }
        }
    }
    joined.sort_by_key(|(parts, _): &(Vec<&str>, &str)| std::cmp::Reverse(parts.len()));
    Lexicon { firsts, joined }
});

/// The name of a word's row; the word itself where it stands in none.
pub(super) fn first(word: &str) -> &str {
    let of = |word: &str| LEXICON.firsts.get(word).copied();
    // A plural stands in the row of its singular.
    of(word).or_else(|| word.strip_suffix('s').filter(|root| root.len() > 2).and_then(of)).unwrap_or(word)
}

/// Puts the parts of a word of several together.
pub(super) fn join(words: Vec<String>) -> Vec<String> {
    let mut out = Vec::with_capacity(words.len());
    let mut at = 0;
    while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
        let found = LEXICON.joined.iter().find(|(parts, _)| {
            rest.len() >= parts.len() && rest.iter().zip(parts).all(|(word, part)| word == part)
        });
        match found {
            Some((parts, whole)) => {
                out.push((*whole).to_owned());
                at += parts.len();
            }
            None => {
                out.extend(rest.first().cloned());
                at += 1;
            }
        }
    }
    out
}
