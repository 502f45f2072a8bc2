"""Words that mean the same, and words that mean little, as they stand in names of companies and persons.

A line of `_MEANINGS` is one meaning; its words are written in ASCII lower case. Two different words of one line agree
nearly as well as equal words do.
"""

from __future__ import annotations

_MEANINGS = """
international internacional internationale internationaal internationell internazionale intl int inter mezhdunarodnaya mezhdunarodnyi mezhdunarodny mezhdunarodnoe miedzynarodowy uluslararasi guoji
import imports importadora importador importadores importacion importaciones importacao importation importers imp impo importaciones impex
export exports exportadora exportador exportadores exportacion exportaciones exportacao exportation exporters exp expo saderat
trading trade trdg trd traders trader comercial comercio comercializadora comercializacion comerciales cial coml commerce commercial comercializ handel handels handels trgovina torgovyi torgovaya torgovy torgovlya ticaret tejarat tejari maoyi mao trgovinu commerciale
industries industry industria industrias industrial industriales ind inds industriya industrie industrielle industri industriel promyshlennaya promyshlennyi promyshlennost sanayi sanat sanaye przemysl gongye
services service servicios servicio serv svcs svc servizi servizio servicos servis uslugi dienste dienstleistungen diensten services hizmetleri khadamat
transport transports transporte transportes transp trans transportation transporting trasporti transportnaya transportnyi tasimacilik nakliyat haml yunshu
logistics logistica logistic logistik logistique logist logistika wuliu lojistik
construction constructions construccion construcciones constructora const constr constructores construtora costruzioni constructii budownictwo stroitelnaya stroitelstvo stroi stroy insaat bau bouw building builders sakhteman sakhtemani jianshe
manufacturing manufacture manufacturers manufacturer manufactura manufacturas mfg mfrs manuf fabricacion fabricaciones fabrika fabrica factory fabrique works zavod plant planta fabrik zhizao
distribution distribuidora distribuidor distribuidores distribuciones distribucion dist distrib distr distributor distributors distributing distribuzione distribuicao vertrieb
technology technologies tecnologia tecnologias technologie technologien teknoloji tech tecnol tekhnologii tekhnologiya tehnologii teknologi tecnologica tecnologici keji
technical tecnica tecnico tecnicos technique technisch technische tekhnicheskii tekhnicheskiy tekhnika teknik technics
engineering engineers ingenieria ing ingenieros engenharia ingegneria ingenierie inzhiniring inzhiniringovye muhendislik mohandesi engg eng engr gongcheng
development desarrollo desarrollos developments dev desenvolvimento sviluppo developpement entwicklung entwicklungs razvitie rozvoj toseeh tosee fazhan ontwikkeling developers
investment investments inversiones inversion inv invest investimentos investimento investissement investissements investimenti investering investments investitsii investitsionnaya investitsionnyi beteiligungs beteiligung beteiligungen yatirim sarmayeh touzi invst
bank banco banque banca banka banky banken bankas
group grupo gruppe groupe gruppo gruppa gruppi grup groep gruppen grp jituan gorouh goruh grupa
holding holdings hldg hldgs holdg kholding
finance financial financiera finanzas financieros finanz finances fin finansovaya finansovyi financiere finanziaria financeira finans finansal mali financing
management managing gerencia gestion mgmt mgt administracion administradora administration admin verwaltung verwaltungs upravlenie upravlyayushchaya gestao gestione beheer forvaltning manag
consulting consultants consultancy consultores consultoria consult consultora consultor beratung consulenza conseil konsalting danismanlik consultant
agricultural agricola agropecuaria agro agropecuario agricultura agri agric agriculture agrarnaya selskokhozyaistvennyi agrarian agroindustrial tarim keshavarzi
petroleum petrol petrolera petroleo petroleos naft neft neftyanaya neftyanoi nefte petrolier petrolifera petroleos petrochem
oil aceite olie maslo
gas gaz
energy energia energetica energie energi energeticheskaya energetika energias enerji energo energiya energeticos niroo
electric electrica electrical electricity electricidad elec elect elektro elektrik eletrica elektricheskii electro elektr electrico
electronics electronica electronic electronicos elektronik elektronika elettronica eletronica electron elektroniks elektronnyi dianzi
chemical chemicals quimica quimicos chimique chimica chemie chem khimicheskii khim kimya kimia chemische petrochemicals
pharmaceutical pharmaceuticals farmaceutica farmaceuticos pharma pharm farma farmatsevticheskaya daru darou ilac laboratorios laboratories laboratory laboratorio labs lab
food foods alimentos alimenticia alimentaria alimentos alimentari alimentation pishchevaya gida lebensmittel
mining minera mineria mines minas miner minerals mineral minerales madencilik gornaya gornyi kuangye
steel acero aceros stal staal stahl acier aciers foolad fulad celik siderurgica
metal metals metales metall metallurgical metalurgica metallurgicheskii metallic metalicos metalica metaux metallurgy
textile textiles textil textiles tessile tekstil tekstilnaya confecciones confeccion
shipping naviera navigation navegacion maritime maritima maritimo marine marina denizcilik shipmanagement sudokhodnaya sudokhodstvo keshtirani reederei shpg navale haiyun morskoi morskaya
aviation aviacion aviatsiya aviatsionnaya aviatsionnyi havacilik aero airlines airways aerolineas aviakompaniya lineas
university universidad universite universitat universitet universitesi universiteti daneshgah daxue universidade
institute instituto institut istituto enstitu
research investigacion recherche issledovatelskii forschung forschungs tahghighat pazhuhesh ricerca pesquisa arastirma nauchno nauchnyi scientific
center centre centro zentrum tsentr centrum merkezi markaz sentr
ministry ministerio ministere ministerstvo vezarat bakanligi
company compania kompaniya compagnie companhia kompania
corporation corporacion korporatsiya corporate corp
association asociacion assoc assn asoc associacao associazione assotsiatsiya union
foundation fundacion fond fondation fonds stiftung vakfi bonyad fund fondo
brothers hermanos hnos bros freres fratelli irmaos gebruder gebr broers kardesler bratya
sons hijos hijo son fils figli filhos soehne sohne synovya
north norte nord northern severnyi severnaya shomal
south sur sud sul southern yuzhnyi yuzhnaya jonoub janub
east este est ost eastern oriental vostok vostochnyi vostochnaya oriente shargh
west oeste ouest western zapad zapadnyi zapadnaya occidental gharb
central centrale tsentralnyi tsentralnaya zentral
national nacional nationale nazionale natsionalnyi natsionalnaya natl melli nat ulusal narodnyi
general generale generales gral gen obshchii generalnaya umumi
american americana americano americas amer
bolivia boliviana boliviano bolivian
mexico mexicana mexicano mexican
peru peruana peruano peruvian
argentina argentino
chile chilena chileno
russia rossiya russian rossiiskaya rossii rus russkaya russkii russland rossiiskii rossiyskaya rossiyskiy
iran iranian irana iranien
china chinese zhongguo sino
syria syrian suriye
korea korean choson
new nuevo nueva nova nouveau nouvelle novyi novaya neue neu nieuwe yeni jadid novo
old viejo alt vieux staryi
first primer primera premier premiere pervyi pervaya erste
auto automotores automotriz automoviles automotive automobile automobiles autos avto avtomobilnyi otomotiv automoviles motors motor khodro
machinery maquinaria maquinarias machines maquinas mashiny maschinen makina mash machine mashinostroitelnyi machinebuilding mashin
equipment equipos equipo equipamentos equipements oborudovanie equip
supply supplies suministros suministro snabzhenie supplier suppliers abastecimiento proveedora proveedores
solutions soluciones solution solucoes solutions losungen soluzioni resheniya cozumleri
systems system sistemas sistema systemes systeme sistemy sistemi syst sist
products productos product producto produits produkte produkty produtos prodotti prod productions produccion producciones
production proizvodstvo proizvodstvennaya proizvodstvennyi produktion proizvostvennaya tolid tolidi
real estate
properties property propiedades inmobiliaria inmuebles immobilier immobilien immobiliare imobiliaria immobilienverwaltung bienes
insurance seguros assurance assurances versicherung versicherungs strakhovaya bimeh sigorta
hotel hoteles hotels
restaurant restaurante restaurantes ristorante
medical medica medicos medicinskii meditsinskii medizin medizinische medicales medico
communication communications comunicacion comunicaciones telecomunicaciones telecommunications telecom telecomunicacion telekom svyaz kommunikatsii
security seguridad securite sicherheit bezopasnost guvenlik seguranca
design diseno disenos projektirovanie konstruktorskoe konstruktorskii
bureau byuro buro office oficina ofis
project projects proyecto proyectos proekt proekty projekt projekte projet
capital kapital capitals
global globalny globale mundial
motorcycles motos moto
furniture muebles mobel meubles mobilya
hardware ferreteria ferreterias
paper papel papelera papeleria
wood madera maderas maderera forestal timber lumber holz
shoes calzado calzados zapatos
plastics plastico plasticos plastic plastik
glass vidrio vidrios cristal glas
spare repuestos autopartes autorepuestos recambios parts piezas
customs aduana aduanas aduanera despachantes despachante
enterprise enterprises empresa empresas entreprise entreprises predpriyatie
society sociedad societe obshchestvo jamiat sociedade
brigade brigada katibat kataib battalion batallon batalyon
army ejercito armee armiya jaish jaysh
islamic islamico islamique islami islamiya islamiyya
republic republica republika republique
movement movimiento haraka harakat harakah
front frente jabhat jabhah jabha
party partido hizb
committee comite komitet
department departamento departement departament
agency agencia agence agentstvo agentur
airline aerolinea
fruit frutas fruits frutos
meat carne carnes
wine vinos vino wines vins
cement cemento tsement cementos zement ciment
gold oro zoloto
sugar azucar azucarera
coffee cafe kaffee koffie
water agua aguas voda eau wasser
house casa maison haus dom
brand marca
children ninos
health salud sante gesundheit saglik zdorovye saude
education educacion obrazovanie enseignement bildung egitim educational
sport sports deportes deportivo deportiva sportivnyi spor
film films peliculas cine cinema
fishing pesca pesquera pesqueros peche
livestock ganadera ganaderia ganado
poultry avicola
dairy lacteos leche
muhammad mohammad mohammed mohamed muhamed mohamad muhammed mohd md mohamud mahamed mehmed mahomed mohammod magomed mukhammad mukhamed muhamad muhammet mohammadi mokhammad moxammad
ahmad ahmed achmad akhmad akhmed ahmet ahamed achmed
abdul abd abdel abdol abdal abdoul abdu
abdullah abdallah abdulla abdollah abdoullah abdalla
hussein hussain husayn hossein hosein husein husain hussien hoseyn houssein khusein huseyin hossain
hassan hasan hasen khasan
ali aly
yusuf yousef yusef youssef yusif joseph jose josef giuseppe iosif yosef yousuf yosif youssouf
ibrahim ebrahim abraham ibraheem
omar umar omer
osman usman uthman othman ousmane
sayyid sayed syed said seyed sayyed saeed saied sayid seyyed
alexander aleksandr alexandr alejandro alexandre aleksander alessandro aliaksandr oleksandr sasha
alexey aleksey alexei aleksei alexis aliaksei oleksii oleksiy
andrey andrei andrew andres andre andrea andriy andrii andrzej andreas
sergey sergei sergio serge siarhei serhiy serhii
dmitry dmitri dmitriy dmitrii dzmitry dmytro
nikolay nikolai nicholas nicolas mykola mikalai nikolaus
mikhail michael miguel michel mykhailo mikhael mihail michal
ivan john juan jean johann giovanni joao jan johannes ian jon
george jorge georg georges giorgio yuri yury yuriy iurii yurii jurij georgy georgiy
peter pedro pierre pyotr petr piotr pietro petro
paul pablo pavel paulo paolo pavlo
james jaime diego santiago jacobo yakov iakov
charles carlos karl carlo karel
henry enrique henri heinrich enrico henrique
william guillermo guillaume wilhelm
louis luis luigi ludwig luiz
francis francisco francois franz francesco paco
anthony antonio antoine anton toni
stephen esteban stefan etienne stephane stepan steven stefano
joseph jose pepe
victor viktor vittorio
vladimir uladzimir volodymyr wladimir
natalia natalya nataliya natallia natalie
elena helena yelena olena alena
tatiana tatyana tatsiana tetyana
maria mary marie mariya
catherine catalina ekaterina katarina yekaterina katherine kateryna
elizabeth isabel elisabeth elizaveta yelizaveta
anna ana ann anne
kim gim
lee yi ri
park pak bak
""".strip()

# Articles, prepositions and "and": they are looked at, and count for almost nothing.
PARTICLES = frozenset(
    """a al an and as at by d da das de deh del della delle dello den der des di do dos du e ed een el els en es et
    etc for fur gli i il im imeni in i la las le les lo los mit n na nad named after o of og och on or os ou para per por pour
    pro s s su sur the to u un una und van vom von voor w y yo z za zum zur ve va o i ul ur ud bin ibn ben bint bnt
    binti ould wa vd""".split()
)

# Courtesy and rank: they come and go.
TITLES = frozenset(
    """mr mrs ms miss mister dr doctor doctora prof professor eng engr sr sra srta senor senora senorita don dona lic
    licenciado licenciada arq dra hon sir lord lady haji hajji hajj haj hadji hadj sheikh shaikh shaykh sheik cheikh
    shaikh mullah mulla mawlawi maulavi moulvi maulana mawlana molvi qari hafiz ustad sayyid seyed seyyed syed imam
    ayatollah hojatoleslam gen general col colonel lt maj major capt captain cpt brig brigadier sgt comandante
    general cmdr commander amir emir mme mlle monsieur madame herr frau dott ir jr junior hijo phd md msc mba esq
    cdr adm admiral marshal rev father fr padre hermano pastor bishop daw phado bo saw u""".split()
)

# From here on a name says where, or under whose care, rather than who.
NOISE_MARKS = frozenset(
    """co_ attn attention atencion av ave avda avenida avenue calle street str strasse ulitsa road rd carretera km
    zona edificio edif piso floor apartado apto apt pobox casilla sucursal suc branch filial filiale zweigniederlassung
    oficina agencia nit ruc rut cuit tel telf telefono phone fax email barrio urbanizacion colonia esquina esq nro
    planta almacen bodega lote manzana mz suite depto dpto plaza local building bldg block""".split()
)

# Between two names of the same party.
ALSO_KNOWN = frozenset("aka fka nka dba alias tambien".split())

NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10,
    "ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "xi": 11, "xii": 12, "xiii": 13, "xiv": 14,
    "xv": 15, "xvi": 16, "xvii": 17, "xviii": 18, "xix": 19, "xx": 20,
}  # fmt: skip


def meanings() -> dict[str, int]:
    """Return the number of the meaning, from 1, for every word that has one; the first line that has it wins."""
    numbers: dict[str, int] = {}
    for number, line in enumerate(_MEANINGS.splitlines(), start=1):
        for word in line.split():
            numbers.setdefault(word, number)
    return numbers
