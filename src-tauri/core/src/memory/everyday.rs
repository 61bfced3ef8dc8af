//! Words that anybody says of any day, in both languages. That two moments share one of them ties them hardly together,
//! however rare it is in one life. Plain forms: lower case, no accents.

use crate::store::words::forms;
use std::{collections::HashSet, sync::LazyLock};

const ENGLISH: &str = "go get make take come see look find give know think want need like love hate feel seem try use work call ask \
    tell say talk speak show let put keep leave bring begin start stop end finish help play walk move live believe hold happen turn \
    sit stand lose pay meet set learn change understand watch follow open close spend grow win offer remember forget wait buy sell \
    send build stay fall cut reach wake sleep eat drink read write hear listen wear carry pick drop break throw pull push catch \
    check hope guess wish worry laugh cry smile thank share plan decide enjoy miss mean care matter arrive return \
    good bad new old big small little long short great nice fine best better worse worst high low right wrong left early late young \
    different same important real sure ready busy free full empty easy hard hot cold warm happy sad tired bored hungry sick crazy \
    weird funny strange beautiful pretty ugly huge quick slow fast near far alone whole half nearly almost already still again today \
    tomorrow yesterday tonight later soon always never sometimes often maybe perhaps really actually everywhere away back well quite \
    rather enough together past ago \
    time day night morning afternoon evening week weekend month year hour minute second moment thing stuff something anything \
    nothing everything someone somebody anyone anybody everyone everybody nobody people person man woman guy life world way place \
    home house room door window wall floor table bed street road city town country bag box book paper phone car water food coffee \
    tea lunch dinner breakfast weather rain sun hand head eye face foot hair body name word line list number part side front middle \
    top bottom lot bit piece kind sort problem idea reason story news picture photo film movie tv \
    one two three four five six seven eight nine ten eleven twelve first last next another couple hundred thousand \
    monday tuesday wednesday thursday friday saturday sunday \
    didn don doesn isn wasn won couldn wouldn ve ll";

const PORTUGUESE: &str = "fazer ir vir ver dar ter estar ficar querer poder dizer falar contar saber achar pensar olhar sentir parecer \
    tentar usar trabalhar chamar ligar perguntar responder pedir mostrar deixar botar colocar guardar levar trazer comecar parar \
    acabar terminar ajudar brincar andar mudar viver morar acreditar segurar acontecer virar sentar perder ganhar pagar encontrar \
    conhecer aprender entender assistir seguir abrir fechar gastar crescer lembrar esquecer esperar comprar vender mandar construir \
    cair cortar chegar sair entrar voltar passar acordar dormir comer beber ler escrever ouvir escutar vestir carregar pegar largar \
    quebrar jogar puxar empurrar checar rir chorar sorrir agradecer dividir decidir gostar amar odiar precisar dever conseguir \
    combinar marcar tirar subir descer tocar faltar sobrar \
    bom boa ruim novo nova velho velha grande pequeno pequena longo curto otimo otima legal melhor pior alto alta baixo baixa certo \
    certa errado cedo tarde jovem diferente importante verdade pronto ocupado livre cheio vazio facil dificil quente frio feliz \
    triste cansado entediado fome sono doente louco estranho engracado lindo bonito feio enorme rapido devagar perto longe sozinho \
    inteiro metade quase ainda hoje amanha ontem depois logo sempre nunca vezes talvez realmente aqui ali agora assim bem mal demais \
    bastante junto outro outra proprio todo toda todos tudo nada algo alguem ninguem \
    tempo dia noite manha semana fim mes ano hora minuto segundo momento coisa gente pessoa homem mulher cara vida mundo jeito lugar \
    casa quarto porta janela parede chao mesa cama rua cidade pais bolsa caixa livro papel telefone celular carro agua comida cafe \
    cha almoco jantar chuva sol calor mao cabeca olho pe cabelo corpo nome palavra lista numero parte lado frente meio pedaco tipo \
    vez problema ideia motivo historia noticia foto filme televisao \
    um dois duas tres quatro cinco seis sete oito nove dez onze doze primeiro primeira ultimo ultima proximo proxima cem mil \
    segunda terca quarta quinta sexta sabado domingo feira \
    fico fica ficou fiquei uso usa usei ando anda andei vivo vive vivi moro mora morei pago paga paguei abro abre abri como come comi \
    bebo bebe bebi jogo joga joguei levo leva levei acho acha achei tiro tira tirei toco toca toquei falo fala falei ligo liga liguei \
    mudo muda mudei paro para parei passo passa passei boto bota botei mando manda mandei gosto gosta amo ama amei odeio odeia \
    sobra falta pega pego peguei puxo puxa viro vira virei vendo vende vendi sento senta corto corta chego chega cheguei \
    entro entra entrei volto volta voltei peco pede pediu perdi perde trago traz saio sai sobe desce deve devo";

/// Letters a stem has at least that says which word it is of: that of "nada" is that of "nadar", too.
const STEM: usize = 4;

static ALL: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let words = [ENGLISH, PORTUGUESE].into_iter().flat_map(str::split_ascii_whitespace);
    let own = |word: &str| {
        let mut own = forms(word);
        own.retain(|form| form == word || form.len() >= STEM);
        own
    };
    words.flat_map(own).collect()
});

/// Whether one of the forms of a word is one of these.
pub(super) fn is_everyday(forms: &[String]) -> bool {
    forms.iter().any(|form| ALL.contains(form))
}
