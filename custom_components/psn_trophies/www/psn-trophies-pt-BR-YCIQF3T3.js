var o=`pt-BR
Adicione primeiro a sua conta do PlayStation: Configurações → Dispositivos e serviços → Adicionar integração → PlayStation Trophies.
Perfil
Jogos
O ano
Todos os anos
Troféus por mês
Agora
Troféus mais raros
O que falta no último jogo
Diário de troféus
Hoje
Esta semana
Este mês
Sequência
Maior sequência
Concluídos
Média
Conta
Nenhuma escolhida: a conta adicionada primeiro.
Título
Número de troféus
Ordem
Tipos
Nada escolhido: {choice}.
Todos os tipos
Jogos a mostrar
Plataforma
Busca, ordem e filtros no cartão
Ano
Vazio: sempre o atual.
Não há nenhuma conta do PlayStation para mostrar. Adicione uma em Configurações → Dispositivos e serviços → Adicionar integração → PlayStation Trophies.
Esta conta do PlayStation não existe mais. Edite este cartão e escolha outra.
Esta conta do PlayStation não está pronta. Ela aparece aqui assim que estiver; se não aparecer, veja em Configurações → Dispositivos e serviços.
Este jogo não está mais na lista.
A Sony não aceita mais o login. Renove-o em Configurações → Dispositivos e serviços.
Foram feitas perguntas demais agora. Tente novamente em alguns minutos.
A Sony pede uma pausa. Tente novamente em alguns minutos.
A Sony não mostra isto a esta conta.
Não foi possível acessar o serviço da Sony. Tente mais tarde.
A Sony enviou uma resposta sem sentido. Tente mais tarde.
A integração ainda não responde. Este cartão continua tentando.
A Sony não aceita mais o login; este é o último estado conhecido. Renove-o com um novo token.
Não foi possível acessar o serviço da Sony; este é o último estado conhecido.
A Sony pede uma pausa; este é o último estado conhecido. Depois tudo continua sozinho.
Bronze
Prata
Ouro
Platina
Ultrarraro
Muito raro
Raro
Comum
Jogados há pouco
Progresso
Perto da platina
Troféu mais raro
O que vem a seguir
Nome
Mais recentes primeiro
Mais raros primeiro
Em andamento
Concluídos
Com platina
Sem platina
Carregando…
Tentar novamente
Fechar
Abrir a página da conta
Os cartões de troféus foram atualizados. Recarregue a página para vê-los.
Recarregar
A sua biblioteca ainda está sendo lida: {percent}
A sua biblioteca ainda está sendo lida: {percent}, pronta {when}
Nível
Categoria {tier}, {grade}
Progresso até o próximo nível
{points} pontos para o nível {level}
O nível mais alto que existe
{points} pontos
{count} troféu|||{count} troféus
Últimos troféus
Troféus mais raros
Nenhum troféu ainda. O primeiro aparece aqui.
Nenhum troféu desse tipo ainda.
{rate} dos jogadores têm este troféu
Conquistado
Jogo
Raridade
Progresso
Plataforma
Tipo
Troféu oculto
Conquiste-o para ver o que é.
Jogos
{count} jogo|||{count} jogos
Buscar jogos
Ordem e filtros
Ordenar por
Mostrar
Todos os jogos
Todas as plataformas
Nenhum jogo ainda. O primeiro que você jogar aparece aqui.
Nenhum jogo encontrado.
Todas as platinas são suas. Parabéns!
Mostrar todos os jogos
Jogo base
Expansão {number}
{earned} de {defined}
Ainda não conquistado
Todos os troféus
Faltando
Não falta nada aqui.
Ano de troféus
Ano anterior
Próximo ano
{day}: nenhum troféu
{day}: {trophies}
Nenhum troféu neste ano.
em {count} dia|||em {count} dias
melhor dia: {day} ({count})
Platina!`;export{o as texts};
