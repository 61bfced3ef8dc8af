//! Words by which it is told who is spoken of, and whether something is said to be so. Plain: lower case, no accents, spaces
//! between; several words of one cue are joined with `_`.

use super::FactKind;
use crate::memory::slots;

/// Whether any of the cues stands in the words. A cue that ends in `*` is a beginning.
pub(super) fn any(list: &str, words: &[&str]) -> bool {
    find(list, words).is_some()
}

/// Where the first cue stands, and how many words it has.
pub(super) fn find(list: &str, words: &[&str]) -> Option<(usize, usize)> {
    (0..words.len()).find_map(|at| {
        list.split_ascii_whitespace().find_map(|cue| {
            let parts: Vec<&str> = cue.split('_').collect();
            let there = parts.iter().enumerate().all(|(n, part)| {
                words.get(at + n).is_some_and(|word| match part.strip_suffix('*') {
                    Some(beginning) => word.starts_with(beginning),
                    None => word == part,
                })
            });
            there.then_some((at, parts.len()))
        })
    })
}

/// The user speaks of themselves. Verbs that both persons share are not here.
pub(super) const FIRST: &str = "eu i im ive a_gente we moro trabalho vivo sou estou tou tenho gosto adoro odeio detesto amo curto prefiro nasci fui vou comecei \
    mudei sai larguei virei faco estudo curso ganhei comprei fiz aprendi casei namoro completei acordo durmo corro nado toco jogo leio torco \
    fumo bebo tomo uso sofro moramos trabalhamos somos estamos temos gostamos morei trabalhei estudei vivi fico ando pratico treino \
    cresci vim pretendo quero queria planejo espero terminei separei mudamos adotei adotamos vendi parei passei entrei pedi perdi descobri \
    consegui tive fomos vamos cozinho pinto desenho escrevo dirijo pedalo odiava adorava coleciono crio planto sinto acho acredito \
    me_chamo me_chamam me_mudei me_formei me_aposentei me_sinto chamo formei mude minhas_ferias posso consigo evito suporto aguento viajo \
    assinei fechei aceitei recusei prometi decidi resolvi combinei marquei deixei voltei cheguei peguei levei sonho canto danco participo";
/// She is spoken to.
pub(super) const SECOND: &str = "voce vc ce tu teu tua seu sua you your yours youre";
pub(super) const THIRD: &str = "ele ela eles elas he she they hes shes";
/// Anybody.
pub(super) const ANYBODY: &str = "pessoas people everyone everybody someone somebody todo_mundo alguem galera povo gente_que whoever quem those_who";
/// Verbs that only fit somebody else.
pub(super) const THIRD_VERBS: &str = "mora trabalha vive estuda gosta adora odeia detesta nasceu namora casou mudou trabalhou morou virou comprou ganhou conseguiu \
    comecou saiu largou lives works studies likes loves hates has enjoys plays wants owns joga toca torce prefere toma cursa ensina \
    morava_la dirige faz_aniversario runs teaches drives eats drinks speaks fala_ingles sofre terminou passou adotou";
/// Verbs that fit both, with a name before them.
pub(super) const COPULA: &str = "e esta ta tem foi era is was are";
/// Before somebody who is no subject.
pub(super) const BEFORE: &str = "com da de do das dos pra para pro pela pelo por ao with of to for by from and at about like than igual sobre \
    on contra sem without visitar visit visitei vi ver saw see see told tell amo love adoro odeio conheci met call liguei chamei levei ajudo help";
/// People who are no relation of a table, but people.
pub(super) const FOLK: &str = "familia family parents pais folks kids children filhos filhas irmaos irmas siblings avos grandparents amigos amigas friends colegas \
    vizinhos neighbours neighbors couple casal turma team equipe cara moca moco rapaz menina menino girl boy guy woman homem man senhora senhor";
/// Words between "my" and somebody.
pub(super) const ADJECTIVES: &str = "older younger elder big little best good old new twin ex dear late melhor querida querido grande velha velho antigo antiga outra outro other";

/// Something not said to be so.
pub(super) const IF: &str = "if suppose supposing imagine imagina imaginem suponha suponhamos caso_eu caso_a caso_ele caso_ela se_eu se_a_gente se_um_dia se_pudesse \
    se_fosse se_tivesse se_morasse se_der se_conseguir se_tudo se_for se_rolar se_passar se_ele se_ela se_nao_fosse unless wish as_if as_though como_se quem_dera \
    tomara oxala faz_de_conta pretend in_another_life em_outra_vida numa_outra_vida quem_me_dera hypothetically hipoteticamente would ";
pub(super) const MAYBE: &str = "maybe perhaps might could possibly probably talvez quica quem_sabe acho_que_vou sera_que capaz_de provavelmente poderia \
    possivelmente d_love d_like d_rather d_be d_have d_live d_move should moraria seria teria trabalharia viveria gostaria faria iria compraria casaria estudaria \
    adoraria deveria ficaria aceitaria mudaria not_sure nao_sei thinking_of thinking_about considering pensando_em penso_em cogitando cogito \
    tempted tentado_a tentada_a dreaming_of sonho_em sonhando_em toying";
/// An "if" that is none.
pub(super) const IF_NONE: &str = "if_i_m_honest if_you_ask if_you_must if_i_remember if_you_want if_anything";
/// A habit, a thing or a liking of before.
pub(super) const BEFORE_NOW: &str = "used_to costumava tinha gostava adorava tocava jogava fumava bebia";
/// Something wished for or to come: it holds no state yet.
pub(super) const WISHED: &str = "quero queria want wanna hope espero pretendo planejo gonna will ll vou going_to plan_to planning_to planning_on hoping vamos applied_to \
    me_candidatei candidatei applying entrevista interview sonho sonhava quer";
/// Nouns in "-sse" that are no subjunctive.
pub(super) const SSE: &str = "disse esse nesse desse posse tosse classe interesse passe estresse stress finesse mousse acesse expresse quermesse messe";
pub(super) const JOKE: &str = "brincadeira brincando brinco zoeira zoando zoacao zuera zuando mentira mentirinha brinks sqn jk kidding joking joke piada ironia ironic sarcasm \
    sarcasmo pegadinha prank trolando trolling just_messing messing_with so_que_nao as_if yeah_right ate_parece";
pub(super) const LAUGHS: &str = "kk* haha* hehe* rsrs* rs lol lmao rofl huahua* hahah* ahaha*";
/// Somebody else's words, or a story's.
pub(super) const STORY: &str = "no_filme na_musica na_letra no_livro no_jogo na_historia no_sonho no_meu_sonho num_sonho na_novela na_serie na_peca no_poema do_personagem \
    in_the_movie in_the_film in_the_song in_a_song in_the_book in_the_game in_the_story in_my_dream in_a_dream in_the_show in_the_series in_the_play in_the_poem in_the_lyrics \
    in_my_novel in_my_story no_meu_livro no_meu_conto na_minha_historia no_rpg \
    a_letra the_lyrics musica_diz musica_que_diz song_says song_goes song_that_goes lyrics_go sonhei dreamed dreamt meu_personagem minha_personagem my_character o_personagem \
    a_personagem the_character protagonista protagonist narrator narrador roleplay rpg cantando singing cantarolando refrao chorus verso_que frase_que quote ";
/// Verbs of saying that stand behind somebody else.
pub(super) const REPORTS: &str = "dizia diziam disseram falava contava rumour rumor disse diz falou fala contou acha jura afirma inventou espalhou said says told claims thinks believes reckons swears called chama dizem falam pensam \
    acham say think segundo according";
/// Whose report of the user's body is as good as their own word.
pub(super) const DOCTORS: &str = "medico medica doctor exame exames test tests psiquiatra psychiatrist psicologo psicologa dermatologista oftalmologista ginecologista \
    cardiologista specialist especialista dentista dentist diagnosis diagnostico";
pub(super) const NOT: &str =
    "nao not n t dont doesnt didnt isnt arent wasnt never nunca jamais nem sem neither nor longer cannot";
/// What is said with one of these is said not to be so.
pub(super) const DENIES: &str =
    "nao not n t dont doesnt didnt isnt arent wasnt never nunca jamais longer cannot";
/// What looks like a denial and is none.
pub(super) const NOT_DENIED: &str = "nao_so nao_apenas not_only nao_vejo_a_hora can_t_wait nao_e_que why_not nao_paro can_t_stop nao_largo nao_troco nao_abro_mao wouldn_t_trade \
    can_t_live_without nao_vivo_sem don_t_forget nao_esquece nao_esqueca nao_canso no_doubt sem_duvida nao_e_a_toa don_t_you_know nao_resisto sem_falta nao_sei_viver_sem";
/// It holds no longer.
pub(super) const ENDED: &str = "anymore any_more no_longer used_to quit left leaving sai larguei pedi_demissao demitid* fired laid_off acabou acabamos terminei terminamos terminou \
    broke_up separei separamos parei deixei costumava morava trabalhava estudava namorava era eram tinha gostava fazia tocava jogava adorava odiava formerly previously ex stopped gave_up \
    sold vendi desisti encerrei aposentei retired graduated formei ended cancel* morreu died lived worked studied dated was saiu largou morei trabalhei estudei deixou parou separou \
    divorc* recovered sarei curei melhorei desmarquei desmarcaram called_off broke_up";
/// It was understood wrongly.
pub(super) const CORRECTED: &str = "na_verdade actually errei enganei me_confundi confundi quis_dizer meant mean correction correcao corrigindo wrong errad* nao_e not_a sorry desculpa \
    ops oops alias digo minto mistake engano it_s_not isn_t nao_sou i_m_not nao_moro not_my nao_trabalho nao_era no nao rather typo ";
/// Something changed.
pub(super) const CHANGED: &str = "agora now mudei mudamos mudou moved moving comecei comecou started virei became hoje_em_dia nowadays currently atualmente \
    passei_a got_hired got_promoted got_married got_engaged got_divorced got_a_job got_a_new got_the_job turned fiz completei promoted promovid* contratad* hired \
    joined entrei troquei switched acabei_de recem recently finalmente finally anymore casei married longer deixei transferid* transferred fui_para \
    new_job new_place new_home new_house new_flat new_apartment new_city new_school new_company new_office new_role new_position new_name new_boyfriend \
    new_girlfriend new_team novo_emprego novo_trabalho novo_cargo novo_endereco novo_apartamento novo_ap novo_nome novo_namorado novo_time nova_casa nova_cidade \
    nova_escola nova_empresa nova_namorada nova_faculdade ";
/// It is one of several.
pub(super) const SEVERAL: &str = "tambem also too as_well besides alem outro outra another second segundo_emprego segunda_casa dois_empregos two_jobs divido split part_time \
    meio_periodo fim_de_semana fins_de_semana weekends freela freelance bico side_job side_gig side em_paralelo both ambos moonlight extra de_noite_tambem half_the metade \
    on_the_side tanto_em other plus";
/// A birthday to come.
pub(super) const WILL_BE: &str = "faco faz fazem fazemos completo completa completam turn turns turning";
/// A clause with one of these has a verb, whatever it is.
pub(super) const OWN: &str = "me da deu dao gives gave makes made faz fez it that this he she ele ela";
/// It was so then.
pub(super) const WAS: &str = "morava trabalhava estudava namorava era morei trabalhei estudei vivia vivi lived worked studied was used_to costumava tinha dated were graduated formei formou";
/// Words with which "was" is no past state.
pub(super) const WAS_STILL: &str = "have has ve since desde born hired promoted diagnosed contratad* promovid* diagnosticad* told named married admitted accepted transferred raised era_pra";
pub(super) const YES: &str = "sim exato exatamente yes yeah yep yup uhum aham isso_mesmo e_sim com_certeza exactly indeed pois_e absolutely positivo \
    perfeito acertou";
/// They say yes where little follows: "right now I live in ..." doesn't.
pub(super) const YES_SHORT: &str = "isso right correct correto certo claro true verdade sure";
/// A verb says yes where it is all that is said.
pub(super) const YES_VERBS: &str =
    "moro trabalho sou tenho gosto vivo estudo faco fui vou adoro i_do i_am i_did i_have";
pub(super) const TAGS: &str = "ne sabe right ok ta entende entendeu tendeu viu lembra remember you_know isn_t_it don_t_i yeah certo huh eh nao";
pub(super) const ASKS: &str = "sera do does did is are should would could can can_i o_que que qual quais quem quando onde como por_que porque what which who when where why how \
    am have has was were se voce_acha acha you_think";

/// Words one of which has to be near a value of a slot or a kind. `None` where anything may say it.
pub(super) fn of(kind: FactKind, slot: &str) -> Option<&'static str> {
    let of_slot = slots::find(slot).map_or("", |slot| slot.near);
    if !of_slot.is_empty() {
        return Some(of_slot);
    }
    match kind {
        FactKind::Like => Some(
            "gost* ador* amo ama curt* love loves loved like likes liked enjoy* favorit* favourit* prefer* prefir* fa fan apaixon* viciad* addicted melhor best delicia obsess* into \
             crazy louca louco encant* nao_vivo_sem can_t_live torco torce root prazer fascin* passion* hobby hobbies fond keen devoto devora amor sweet_tooth paixao \
             nao_resisto nao_largo nao_troco",
        ),
        FactKind::Dislike => Some(
            "odeio odeia detest* hate hates hated dislike* stand nojo suporto suporta aguento aguenta gosto gosta gostava curto like likes raiva horror avers* pior worst abomino \
             ranco disgust* allergic_to_mornings chato irrita annoy* boring saco despise* loathe* evito avoid enjoy fan fa medo",
        ),
        FactKind::Birthday => slots::find("birthday").map(|slot| slot.near),
        FactKind::Health => None,
        FactKind::Possession => Some(
            "tenho tem temos comprei compramos ganhei ganhamos have has had got bought own owns my meu minha meus minhas nosso nossa our adotei adotamos adopted herdei inherited \
             peguei pegamos ve s possuo aluguei crio resgatei rescued",
        ),
        _ => None,
    }
}

/// Words of liking and of disliking: one doesn't prove the other.
pub(super) const LIKES: &str =
    "gosto gosta adoro adora amo ama curto love loves like likes enjoy* favorit* apaixon*";
pub(super) const DISLIKES: &str =
    "odeio odeia detest* hate hates dislike* nojo suporto aguento despise* loathe* abomino";

/// Words of the statement itself that needn't have been said.
pub(super) const TOLD: &str = "user usuario usuaria pessoa person o a the he she they ele ela is are was e esta ta sao foi has have had tem tinha lives live mora moram works work trabalha \
    likes loves enjoys gosta adora ama hates dislikes odeia detesta wants quer plans planeja pretende going vai born nasceu birthday aniversario name nome chama called \
    years old anos idade age from to in at on as and or with para em como e ou com que of de do da um uma an since desde until ate now agora also tambem no not nao does do \
    doesn don t s her his their seu sua dele dela being feels sente married casad* named used former antig* costumava study studies estuda working trabalhando suffers sofre has_been \
    takes toma allergic alergic* will ira sister irma brother irmao mother mae father pai friend amig* boss chefe husband marido wife espos* daughter filha son filho \
    boyfriend girlfriend namorad* works_at employed moved mudou start starts comeca begins started comecou day dia month mes year ano next last tomorrow amanha \
    keeps comes_back often sempre again thinks acha believes acredita afraid medo got ganhou bought comprou owns by por about sobre again studied morava trabalhava estudava lived worked \
    ended acabou longer mais anymore currently atualmente every todo toda todos todas her him them its it";

pub(super) const PORTUGUESE: &str = "o os um uma de do da dos das em no na nos nas que e eu nao com para pra por mais mas como foi ele ela meu minha seu sua ao se tem sao esta muito gosta mora \
    trabalha sou estou ja";
pub(super) const ENGLISH: &str = "the a an of in on at to and is are was i my he she they it that with for from not has have likes lives works his her been does this who you me am";
