# rooms

rooms = Cômodos
room-talk = Conversa
room-search = Busca
room-help = Ajuda
room-settings = Ajustes
whereto-here = Tudo fica neste computador
whereto-here-model = Tudo fica neste computador. Quem responde aqui é { $model }.
whereto-host = Suas palavras vão para { $host }
close = Fechar
undo = Desfazer
state-idle = aqui, sem pressa
state-listening = ouvindo você
state-thinking = pensando
state-speaking = falando

# talk

thread = Tudo o que vocês disseram
thread-empty = Nada foi dito ainda. Comece por onde quiser.
speaker-user = Você
speaker-companion = { $name }
turn-said = { $who }, { $day }, { $time }
day-today = hoje, { $date }
day-yesterday = ontem, { $date }
silence-days = { $n ->
    [one] um dia depois
   *[other] { $n } dias depois
}
silence-weeks = { $n ->
    [one] uma semana depois
   *[other] { $n } semanas depois
}
silence-months = { $n ->
    [one] um mês depois
   *[other] { $n } meses depois
}
silence-years = { $n ->
    [one] um ano depois
   *[other] { $n } anos depois
}
composer-label = O que você quer dizer
composer-words = Diga o que quiser…
composer-send = Enviar
composer-stop = Parar a resposta
composer-keeping = Guardando suas palavras…
composer-kept-here = Suas palavras ainda não foram guardadas. Elas continuam aqui.
composer-try-again = Tentar de novo
turn-actions = O que você pode fazer com isto
turn-copy = Copiar
turn-copied = Copiado
turn-retry = Perguntar de novo
turn-go-on = Deixar que ela continue
turn-edit = Editar e enviar de novo
turn-delete = Apagar
turn-versions = { $n ->
    [one] Uma versão anterior
   *[other] { $n } versões anteriores
}
turn-sent = O que foi enviado
turn-deleted = Apagado. Em alguns segundos some de vez.
turn-going = Some de vez daqui a pouco.
turn-stopped = Você parou aqui.
turn-cut-off = Foi cortada aqui.
turn-attempt = A nova tentativa não veio inteira. O que estava aqui fica; a tentativa está guardada entre as versões.
turn-unanswered = Ainda ninguém respondeu a isto.
turn-listener = Sem um modelo: quem respondeu foi a Ouvinte.
turn-by = { $model }
edit-label = Suas palavras, para editar
edit-save = Enviar de novo
edit-cancel = Deixar como estava
code-copy = Copiar o código
back-to-now = Voltar ao agora
new-words = Palavras novas abaixo
answer-said = { $name }: { $text }
versions-title = Versões anteriores
versions-none = Nenhuma versão anterior está guardada.
version-by-model = { $when }, por { $model }
version-by-listener = { $when }, pela Ouvinte
version-of-yours = { $when }, suas palavras
sent-title = O que foi enviado
sent-gone = O que foi enviado para esta resposta já não está à mão. Fica só na memória, para as últimas vinte respostas desde que ela abriu. Se quem respondeu foi a Ouvinte, nada foi enviado.
sent-to = Para { $model } em { $host }, { $when }
sent-size = Cerca de { $tokens } tokens de no máximo { $budget }, por estimativa.
sent-left-out = { $n ->
    [0] A conversa inteira coube.
    [one] Uma fala mais antiga não coube e ficou aqui.
   *[other] { $n } falas mais antigas não couberam e ficaram aqui.
}
role-system = Quem ela é
role-user = Você
role-assistant = Ela
keys-title = Teclas
keys-writing = Enquanto você escreve
keys-turns = Em algo que foi dito
keys-anywhere = Em qualquer lugar
key-send = Enviar
key-newline = Nova linha
key-stop = Parar a resposta
key-edit-last = Editar suas últimas palavras, quando nada está escrito
key-to-turns = Ir para o que foi dito
key-scroll = Rolar a conversa
key-next = A fala anterior ou a seguinte
key-menu = Tudo o que se pode fazer com ela
key-copy = Copiar
key-retry = Perguntar de novo
key-edit = Editar, se for a sua última
key-delete = Apagar
key-to-composer = Voltar a escrever
key-search = Buscar
key-now = Voltar ao agora
key-undo = Desfazer uma exclusão
key-keys = Esta lista

# failures of a model, and what to do next

failure-auth = A chave não foi aceita.
failure-auth-next = Confira a chave em Ajustes, em Modelos.
failure-quota = A conta está sem crédito.
failure-quota-next = Ponha crédito no provedor ou escolha outro modelo em Ajustes.
failure-rate = O provedor recebeu pedidos demais em pouco tempo.
failure-rate-next = Espere um minuto e pergunte de novo.
failure-unreachable = Não deu para alcançar o modelo.
failure-unreachable-next = Confira a rede e o endereço em Ajustes e pergunte de novo.
failure-overloaded = O provedor está sobrecarregado agora.
failure-overloaded-next = Pergunte de novo daqui a pouco.
failure-unknown_model = O provedor não tem um modelo com esse nome.
failure-unknown_model-next = Escolha outro modelo em Ajustes.
failure-refused = O provedor se recusou a responder a isto.
failure-refused-next = Diga com outras palavras ou escolha outro modelo em Ajustes.
failure-context_too_long = Isto era mais longo do que o modelo consegue ler.
failure-context_too_long-next = Diga em menos palavras ou ponha o tamanho certo do modelo em Ajustes.
failure-broken_stream = A conexão caiu no meio.
failure-broken_stream-next = Pergunte de novo: o que já veio fica até a nova resposta chegar inteira.
failure-timeout = Nada chegou por tempo demais.
failure-timeout-next = Pergunte de novo ou veja se o modelo ainda está rodando.
failure-unreadable = O que voltou não é uma resposta que se possa ler.
failure-unreadable-next = Confira o endereço em Ajustes: talvez não seja o de um modelo.
failure-settings = Abrir Ajustes

# search

search-title = Busque tudo o que já foi dito
search-label = Palavras a procurar
search-words = Um nome, um lugar, uma palavra…
search-empty = Escreva uma palavra. Acentos e maiúsculas não fazem diferença.
search-none = Nada foi encontrado para “{ $query }”. Tente outra palavra, ou um pedaço dela.
search-more = Mostrar mais antigos
search-found = { $n ->
    [0] Nada encontrado
    [one] Um momento encontrado
   *[other] { $n } momentos encontrados
}
search-found-more = { $n } momentos encontrados até aqui
search-hint = Enter abre o momento, Esc volta à conversa.

# errors, and what to do next

error-details = Detalhes
error-disk_full = O disco está cheio: nada mais pode ser guardado.
error-disk_full-next = Libere espaço e tente de novo. Suas palavras continuam onde você as escreveu.
error-read_only = Não é possível escrever na pasta de dados.
error-read_only-next = Confira as permissões da pasta e tente de novo.
error-damaged = O que está guardado não pôde ser lido.
error-damaged-next = Feche a Samantha e abra de novo: ela vai oferecer uma cópia boa.
error-newer = O que está guardado foi escrito por uma Samantha mais nova.
error-newer-next = Instale a versão mais nova e abra de novo.
error-in_use = Outra Samantha está com esta pasta de dados aberta.
error-in_use-next = Feche a outra e tente de novo.
error-gone = Isso já não está aqui.
error-not_now = Isso não pode ser feito agora.
error-not_now-next = Espere terminar o que está acontecendo e tente de novo.
error-bad_input = Isso não pode ser usado do jeito que está.
error-bad_input-next = Mude um pouco e tente de novo.
error-keyring_missing = Este computador não tem um chaveiro que responda.
error-keyring_missing-next = Inicie um e tente de novo, ou guarde a chave só até fechar.
error-keyring_locked = O chaveiro está trancado.
error-keyring_locked-next = Destranque e tente de novo, ou guarde a chave só até fechar.
error-closing = Ela está fechando.
error-closing-next = Abra de novo daqui a pouco.
error-broken = Algo deu errado aqui.
error-broken-next = Tente de novo. Se acontecer outra vez, feche e abra: toda palavra guardada está a salvo.
error-unknown_command = Esta janela e o programa por trás dela não combinam.
error-unknown_command-next = Feche a Samantha e abra de novo.
error-bad_arguments = Esta janela pediu algo que não se entende.
error-bad_arguments-next = Feche a Samantha e abra de novo.
