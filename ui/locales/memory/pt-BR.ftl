# memory: what she remembers, in its room

memory-title = O que eu lembro
memory-lead = O que entendi do que você me contou. Cada coisa se apoia nas palavras que a provam, e você pode corrigir, deixar só neste computador ou pedir que eu esqueça.
memory-reading = Lendo…
memory-failed = Não deu para ler o que eu lembro.
memory-again = Tentar de novo
memory-empty = Nada ainda. O que você me contar de você e das pessoas da sua vida vai ficar aqui, com o momento que prova.
memory-views = O que é mostrado
view-facts = Fatos
view-themes = Temas
view-people = Pessoas
view-avoided = Não mencionar
memory-search-label = Palavras a procurar no que eu lembro
memory-search-words = Um nome, um lugar, uma palavra…
filter-about = Sobre quem
filter-everybody = Sobre todo mundo
filter-kind = De que tipo
filter-any-kind = De todo tipo
filter-kind-count = { $kind } ({ $n })
filter-time = Por tempo, e como era antes
filter-from = Valia a partir de
filter-until = Valia até
filter-past = Também o que acabou ou era engano
filter-past-words = Fica à vista como aquilo em que eu acreditava.
filter-then = No que você acreditava em…
filter-then-words = A sala fica como estava no fim daquele dia.
filter-all = Mostrar tudo
then-words = Isto é o que eu sabia no fim deste dia: { $day }. O que aprendi depois fica de fora.
then-back = Voltar a hoje
facts-count = { $n ->
    [0] nada conhecido
    [one] uma coisa
   *[other] { $count } coisas
}
facts-none-found = Nada do que eu lembro combina com “{ $query }”. A Busca procura em tudo o que foi dito.
facts-none-here = Nada do que eu lembro é assim.
facts-none-then = Nesse dia eu ainda não sabia de nada.
facts-none = Nada vale agora.
facts-more = Mostrar mais ({ $shown } de { $total })
themes-none = Nenhum tema ainda. Eles aparecem quando algo volta muitas vezes.
themes-words = O que volta, ou mudou, do jeito que eu vejo. Posso estar enganada: cada um é seu para corrigir.
kind-identity = quem é
kind-identity-yours = quem você é
kind-relation = relação
kind-birthday = aniversário
kind-place = lugar
kind-work = trabalho
kind-study = estudos
kind-like = do que gosta
kind-dislike = do que não gosta
kind-health = saúde
kind-possession = o que tem
kind-habit = hábitos
kind-plan = planos
kind-event = acontecimentos
kind-thread = em aberto
kind-feeling = sentimentos
kind-belief = crenças
kind-theme = temas
kind-other = outros
about-user = Você
about-someone = Alguém
fact-sure = certeza
fact-fairly-sure = quase certeza
fact-unsure = sem certeza
fact-heard-once = ouvido uma vez
fact-figure = { $receipts ->
    [0] Confiança de { $n }%, não veio da conversa.
    [one] Confiança de { $n }%, por um momento.
   *[other] Confiança de { $n }%, por { $receipts } momentos.
}
fact-held = { $from } a { $until }
fact-since = desde { $from }
fact-until = até { $until }
fact-pinned = fixado
fact-mark-private = privado
state-of-ended = acabou
state-of-doubted = em dúvida
state-of-corrected = era engano
fact-title = Algo que eu lembro
fact-actions = O que você pode fazer com isto
fact-how = Como eu sei?
made-by-rules = Entendido das suas palavras: { $day }.
made-by-model = Entendido pelo modelo do trabalho silencioso: { $day }.
made-by-person = Quem escreveu foi você: { $day }.
made-by-reflection = O que concluí de vários momentos: { $day }.
receipt-ends = diz que acabou
receipt-corrects = diz que era engano
receipt-doubts = diz outra coisa
moment-gone = Esse momento já não está aqui.
to-moment = Ir ao momento
to-fact = Ver no que eu lembro
fact-against = As duas coisas não podem ser verdade
fact-beliefs = No que acreditei e acredito
fact-earlier = No que eu acreditava antes
fact-later = No que acredito em vez disso
believed-since = Desde { $from }
believed-between = De { $from } a { $until }
fact-pin = Fixar
fact-pin-words = Sempre me lembro disto.
fact-keep-private = Manter privado
fact-keep-private-words = Nunca vai para um modelo fora deste computador, nem as palavras em que se apoia.
fact-edit = Corrigir
fact-merge = É o mesmo que…
fact-forget = Esquecer
fact-forget-words = Isto será esquecido; depois de dez segundos, ninguém traz de volta. As palavras em que se apoia ficam na conversa, e lá podem ser apagadas.
fact-forgotten = Esquecido. Em alguns segundos some de vez.
fact-forgotten-words = O que foi dito fica na conversa.
fact-text = O que é verdade
fact-kind = Tipo
fact-of = Sobre
held-from = Valeu a partir de
held-until = Valeu até
edit-words = O que estava aqui fica à vista, como aquilo em que eu acreditava.
save = Guardar
add = Acrescentar algo
add-title = Algo para lembrar
add-words = Escrito por você: não precisa de um momento que prove.
add-yes = Lembrar disto
merge-words = Escolha o que diz a mesma coisa. Os momentos vêm junto, e o que foi escolhido fica à vista como aquilo em que eu acreditava.
merge-search = Palavras a procurar
merge-none = Nada mais do que eu sei combina aqui.
merge-choose = Escolha pelo menos um
merge-yes = Juntar estes { $n } em um
doubts-title = Ouvi duas coisas: qual vale?
doubts-more = { $n ->
    [one] Mais uma coisa está em dúvida.
   *[other] Mais { $n } coisas estão em dúvida.
}
doubt-about = { $who } · { $kind }
doubt-said = ouvido: { $day }
doubt-this = Esta
doubt-that = Aquela
doubt-both = As duas são verdade
doubt-holds = Esta vale: { $text }
people-none = Ninguém ainda. Quem você me apresentar vai ficar aqui.
people-words = As pessoas de quem você me falou, as mais recentes primeiro.
person-open = O que eu sei de { $name }
person-last = falamos por último: { $day }
person-name = Nome
person-relation = O que é para você
person-rename = Mudar o nome
person-rename-label = Mudar o nome: { $name }
person-merge = É a mesma que…
person-merge-label = { $name } é a mesma pessoa que outra
person-same-as = { $name } é a mesma pessoa que
person-merge-words = Tudo o que se sabe das duas fica com { $name }.
person-merge-yes = Juntar as duas
person-forget = Esquecer
person-forget-label = Esquecer: { $name }
person-forget-title = Esquecer { $name }?
person-forget-words = { $n ->
    [0] O que eu sabia desta pessoa é esquecido junto. Por dez segundos dá para desfazer; depois, ninguém consegue.
    [one] A única coisa que sei desta pessoa é esquecida junto. Por dez segundos dá para desfazer; depois, ninguém consegue.
   *[other] As { $n } coisas que sei desta pessoa são esquecidas junto. Por dez segundos dá para desfazer; depois, ninguém consegue.
}
person-forget-stays = O que vocês disseram sobre ela fica na conversa.
person-forgotten = Esqueci: { $name }. Em alguns segundos some de vez.
avoided-words = Nisto eu não toco por conta própria. Quando você falar, eu escuto.
avoided-none = Não há nada em que eu não deva tocar.
avoided-label = No que não devo tocar
avoided-add = Acrescentar
avoided-since = desde: { $day }
avoided-allow = Permitir de novo
avoided-allow-label = Permitir de novo: { $words }
how-title = Como eu lembro
how-rules = Nenhum modelo faz o trabalho silencioso: só anoto o que as suas palavras dizem com clareza.
how-choose = Escolher um
how-words-only = Encontro o que foi dito pelas palavras. Com um modelo pequeno neste computador, encontraria também pelo sentido.
how-download-words = Ele é baixado uma vez, de { $host }; nada do que você diz sai daqui.
how-download = Baixar ({ $size })
how-download-unknown = Baixar
how-of = { $done } de { $total }
how-downloading = O modelo do sentido está a caminho.
how-paused = O download do modelo do sentido está em pausa. O que já veio fica.
how-checking = Conferindo se o modelo veio inteiro…
how-failed = Não deu para baixar o modelo do sentido.
how-again = Baixar de novo
how-reading = Estou lendo o que foi dito, para encontrar também pelo sentido. Enquanto isso, dá para conversar.
how-reading-of = { $done } de { $total } falas
how-broken = O modelo do sentido não pode ser usado, e encontro o que foi dito só pelas palavras. Depois de removido, dá para baixá-lo de novo.
how-starting = O modelo do sentido está aqui. Daqui a pouco ele começa a ler.
how-licence = Licença de { $name }:
how-ready = O que foi dito é encontrado também pelo sentido, com { $name } ({ $size }) neste computador.
how-remove = Remover
how-remove-title = Remover { $name }?
how-remove-words = { $size } do disco ficam livres, e o que foi dito passa a ser encontrado só pelas palavras. O que eu lembro fica.
how-progress = Quanto já foi
recalled-title = O que esta resposta lembrou
recalled-words = { $name } recebeu isto antes de responder. Não quer dizer que usou tudo.
recalled-gone = O que ela recebeu já não está aqui.
recalled-fact = O que eu sei
recalled-because = Escolhido porque { $why }.
why-ties = um nome ou uma palavra marcante liga ao que você disse
why-own = tem as mesmas palavras
why-around = o que foi dito em volta tem as mesmas palavras
why-nearby = algo bem perto combina
why-episode = aquela conversa toda era sobre isso
why-meaning = tem um sentido parecido
why-meaning_pair = com o que foi dito antes, tem um sentido parecido
why-meaning_next = o que foi dito depois tem um sentido parecido
why-meaning_episode = aquela conversa toda era sobre algo parecido
why-words = as palavras têm um sentido parecido
why-words_around = as palavras em volta têm um sentido parecido
why-speaker = foi dito por quem é o assunto
why-lead = foi dito por quem é o assunto
why-date = foi dito naquela época
why-time = diz quando
why-number = diz quanto
why-name = tem um nome
why-long = conta bastante
why-answers = responde a uma pergunta
why-presence = anda presente no que você diz
why-pinned = você fixou
why-fact = é algo que eu sei, e combina
why-other = combina com o que foi dito
wish-label = O que você pediu à minha memória
wish-kept = Guardei:
wish-avoided = Não vou tocar neste assunto: { $words }.
wish-remember-undone = Desfeito: isto não fica guardado como algo a lembrar.
wish-avoid-undone = Desfeito: posso voltar a tocar nisso.
wish-forget-undone = Nada foi esquecido.
wish-remember-nothing = Não havia nada nisso que eu pudesse guardar.
wish-avoid-nothing = Não entendi em que assunto não devo tocar.
wish-forget-nothing = Não encontrei nada sobre “{ $words }” para esquecer.
wish-everything = Nada foi esquecido. Uma coisa por vez, dá para apagar na conversa e na sala da memória. Tudo o que foi dito, com as cópias, fica na pasta que as configurações mostram em “Seus dados”: com o aplicativo fechado, quem apaga a pasta apaga tudo.
wish-kept-gone = O que foi guardado disto já não está aqui.
wish-forget = Isto é o que tenho sobre “{ $words }”. O que está marcado seria esquecido:
wish-forget-warning = Por dez segundos dá para desfazer. Depois disso, ninguém traz de volta, nem pelas cópias.
wish-keep = Deixar como está
wish-forget-yes = { $n ->
    [0] Esquecer estes
    [one] Esquecer este
   *[other] Esquecer estes { $n }
}
wish-forgetting = Esquecido: “{ $words }”. Em alguns segundos some de vez.
wish-forgotten = Está esquecido.
off-record-end-title = Deixar ir o que foi dito?
off-record-end-words = { $n ->
    [one] O que foi dito sem registro some agora. Ninguém traz de volta.
   *[other] As { $n } falas sem registro somem agora. Ninguém as traz de volta.
}
off-record-end-yes = Deixar ir
