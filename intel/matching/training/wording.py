"""The words trade documents add to names, and the ways they shorten them: tables only, no logic."""

EDI_FIELD = 35  # characters of a name in an EDI message

# fmt: off
# Legal forms that mean the same thing, by sense and tongue. The first spelling of a row is the usual one.
LIMITED: dict[str, tuple[str, ...]] = {
    "es": ("S.R.L.", "SRL", "S. R. L.", "SOCIEDAD DE RESPONSABILIDAD LIMITADA", "LTDA.", "LTDA", "LIMITADA",
        "CIA. LTDA."),
    "mx": ("S. DE R.L. DE C.V.", "S DE RL DE CV", "S. DE R.L.",
        "SOCIEDAD DE RESPONSABILIDAD LIMITADA DE CAPITAL VARIABLE"),
    "iberia": ("S.L.", "SL", "SOCIEDAD LIMITADA", "S.L.U.", "SLU"),
    "pt": ("LTDA.", "LTDA", "LDA.", "LIMITADA"),
    "en": ("LTD.", "LTD", "LIMITED", "CO., LTD.", "CO LTD", "CO., LIMITED", "COMPANY LIMITED", "PVT. LTD.",
        "PRIVATE LIMITED", "PTE. LTD."),
    "us": ("LLC", "L.L.C.", "LIMITED LIABILITY COMPANY", "LLC."),
    "ru": ("OOO", "O.O.O.", "OBSHCHESTVO S OGRANICHENNOY OTVETSTVENNOSTYU",
        "OBSCHESTVO S OGRANICHENNOI OTVETSTVENNOSTYU",
           "OBSHCHESTVO S OGRANICHENNOI OTVETSTVENNOSTYU", "OBSHESTVO S OGRANICHENNOI OTVETSTVENNOSTYU",
           "LIMITED LIABILITY COMPANY", "LLC"),
    "de": ("GMBH", "G.M.B.H.", "GESELLSCHAFT MIT BESCHRANKTER HAFTUNG", "MBH"),
    "fr": ("SARL", "S.A.R.L.", "SOCIETE A RESPONSABILITE LIMITEE"),
    "it": ("S.R.L.", "SRL", "SOCIETA A RESPONSABILITA LIMITATA"),
    "nl": ("B.V.", "BV", "BESLOTEN VENNOOTSCHAP", "BVBA"),
    "pl": ("SP. Z O.O.", "SP Z OO", "SPOLKA Z OGRANICZONA ODPOWIEDZIALNOSCIA"),
    "tr": ("LTD. STI.", "LTD STI", "LIMITED SIRKETI"),
    "cz": ("S.R.O.", "SRO", "SPOL. S R.O."),
    "bg": ("OOD", "EOOD", "DRUZHESTVO S OGRANICHENA OTGOVORNOST"),
    "rs": ("D.O.O.", "DOO"),
    "hu": ("KFT.", "KFT"),
    "ua": ("TOV", "TOVARYSTVO Z OBMEZHENOYU VIDPOVIDALNISTYU"),
    "gulf": ("L.L.C", "LLC", "FZE", "FZC", "FZCO", "FZ-LLC", "DMCC", "W.L.L."),
}
JOINT_STOCK: dict[str, tuple[str, ...]] = {
    "es": ("S.A.", "SA", "S. A.", "SOCIEDAD ANONIMA", "SOCIEDAD ANÓNIMA", "S.A.S.", "SAS"),
    "mx": ("S.A. DE C.V.", "SA DE CV", "S.A.B. DE C.V.", "SOCIEDAD ANONIMA DE CAPITAL VARIABLE"),
    "ve": ("C.A.", "CA", "COMPAÑIA ANONIMA", "COMPANIA ANONIMA"),
    "pt": ("S.A.", "SA", "S/A", "SOCIEDADE ANONIMA"),
    "en": ("PLC", "P.L.C.", "PUBLIC LIMITED COMPANY", "INC.", "INC", "INCORPORATED", "CORP.", "CORP", "CORPORATION",
        "COMPANY", "CO."),
    "ru": ("OAO", "PAO", "ZAO", "AO", "JSC", "PJSC", "OJSC", "CJSC", "JOINT STOCK COMPANY",
        "OPEN JOINT STOCK COMPANY",
           "PUBLIC JOINT STOCK COMPANY", "AKTSIONERNOE OBSHCHESTVO", "AKTSIONERNOYE OBSHCHESTVO",
           "AKTCIONERNOE OBSHESTVO",
           "ZAKRYTOE AKTSIONERNOE OBSHCHESTVO", "CLOSED JOINT STOCK COMPANY", "OTKRYTOE AKTSIONERNOE OBSHCHESTVO",
           "PUBLICHNOE AKTSIONERNOE OBSHCHESTVO"),
    "de": ("AG", "A.G.", "AKTIENGESELLSCHAFT", "SE"),
    "fr": ("S.A.", "SA", "SOCIETE ANONYME", "S.A.S.", "SAS"),
    "it": ("S.P.A.", "SPA", "SOCIETA PER AZIONI"),
    "nl": ("N.V.", "NV", "NAAMLOZE VENNOOTSCHAP"),
    "nordic": ("AB", "A/S", "AS", "ASA", "OYJ", "OY"),
    "pl": ("S.A.", "SA", "SPOLKA AKCYJNA"),
    "tr": ("A.S.", "AS", "ANONIM SIRKETI"),
    "cz": ("A.S.", "AS", "AKCIOVA SPOLECNOST"),
    "bg": ("AD", "EAD", "AKTSIONERNO DRUZHESTVO"),
    "rs": ("A.D.", "AD", "AKCIONARSKO DRUSTVO"),
    "hu": ("ZRT.", "ZRT", "NYRT."),
    "ua": ("PRAT", "PAT", "AT", "PRYVATNE AKTSIONERNE TOVARYSTVO"),
    "ir": ("PJS", "P.J.S.", "PRIVATE JOINT STOCK", "PUBLIC JOINT STOCK", "CO. PJS", "SHERKAT-E SAHAMI"),
}
PARTNERSHIP: dict[str, tuple[str, ...]] = {
    "en": ("LP", "L.P.", "LIMITED PARTNERSHIP", "LLP", "L.L.P."),
    "es": ("S. EN C.", "S EN C", "SOCIEDAD EN COMANDITA", "S.C.S.", "S.C.", "SOCIEDAD COLECTIVA"),
    "de": ("KG", "K.G.", "KOMMANDITGESELLSCHAFT", "GMBH & CO. KG", "OHG"),
    "it": ("S.N.C.", "SNC", "S.A.S."),
    "fr": ("S.C.S.", "SCS", "SNC"),
}
SENSES: tuple[dict[str, tuple[str, ...]], ...] = (LIMITED, JOINT_STOCK, PARTNERSHIP)

# What documents write instead of a long word. Either side may be what is listed.
ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    "INTERNATIONAL": ("INTL", "INTL.", "INT'L", "INT.", "INTERN."), "INTERNACIONAL": ("INTL.", "INTER.", "INT.",
        "INTERNAC."),
    "COMPANY": ("CO.", "CO", "COY", "CMPY"), "COMPAÑIA": ("CIA.", "CÍA.", "CIA"), "COMPANIA": ("CIA.", "CÍA.", "CIA"),
    "CORPORATION": ("CORP.", "CORP"), "CORPORACION": ("CORP.", "CORPORAC."), "INCORPORATED": ("INC.",),
    "LIMITED": ("LTD.", "LTD"),
    "IMPORTADORA": ("IMP.", "IMPORT.", "IMPORTAD."), "EXPORTADORA": ("EXP.", "EXPORT."), "IMPORT": ("IMP.", "IMP"),
    "EXPORT": ("EXP.", "EXP"), "IMPORTACIONES": ("IMP.", "IMPORT."), "EXPORTACIONES": ("EXP.", "EXPORT."),
    "IMPORTACION": ("IMP.",), "EXPORTACION": ("EXP.",), "HERMANOS": ("HNOS.", "HNOS"), "BROTHERS": ("BROS.", "BROS"),
    "TRADING": ("TRDG", "TRADG.", "TRD."), "MANUFACTURING": ("MFG", "MFG.", "MANUF."), "MANUFACTURERS": ("MFRS",),
    "TECHNOLOGY": ("TECH.", "TECH", "TECHN."), "TECHNOLOGIES": ("TECHS", "TECH."), "TECNOLOGIA": ("TEC.", "TECNOL."),
    "INDUSTRIES": ("INDS", "IND."), "INDUSTRY": ("IND.",), "INDUSTRIAL": ("IND.", "INDL."),
    "INDUSTRIAS": ("IND.", "INDS."),
    "SERVICES": ("SVCS", "SERV.", "SVC"), "SERVICIOS": ("SERV.", "SVS."), "GENERAL": ("GRAL.", "GEN.", "GNRL"),
    "COMERCIAL": ("COML.", "CIAL.", "COM."), "COMMERCIAL": ("COMM.", "COML"), "COMERCIALIZADORA": ("COMERC.", "COM."),
    "SOCIEDAD": ("SOC.",), "DISTRIBUIDORA": ("DIST.", "DISTRIB."), "DISTRIBUTION": ("DISTR.", "DIST."),
    "TRANSPORTES": ("TRANSP.", "TTES.", "TRANS."), "TRANSPORTE": ("TRANSP.", "TTE."),
    "TRANSPORT": ("TRANSP.", "TRPT"),
    "TRANSPORTATION": ("TRANSP.", "TRANS."), "INGENIERIA": ("ING.",), "ENGINEERING": ("ENG.", "ENGG", "ENGRG."),
    "CONSTRUCCIONES": ("CONST.", "CONSTR."), "CONSTRUCTORA": ("CONST.", "CONSTR."),
    "CONSTRUCTION": ("CONSTR.", "CONST."),
    "NACIONAL": ("NAL.", "NAC."), "NATIONAL": ("NATL", "NAT'L", "NATL."), "GOVERNMENT": ("GOVT",),
    "ASSOCIATION": ("ASSN", "ASSOC."),
    "ASOCIACION": ("ASOC.",), "GROUP": ("GRP", "GRP."), "GRUPO": ("GPO.",), "HOLDING": ("HLDG", "HLDG."),
    "HOLDINGS": ("HLDGS",),
    "MANAGEMENT": ("MGMT", "MGT"), "DEVELOPMENT": ("DEV.", "DEVT", "DEVPT"), "UNIVERSITY": ("UNIV.", "UNIV"),
    "CENTER": ("CTR",),
    "CENTRE": ("CTR",), "CENTRAL": ("CTRL", "CENT."), "DEPARTMENT": ("DEPT.", "DEPT"),
    "LABORATORIES": ("LABS", "LAB."),
    "LABORATORIOS": ("LABS.", "LAB."), "ORGANIZATION": ("ORG.", "ORGN"), "ORGANISATION": ("ORG.",),
    "FOUNDATION": ("FDN", "FOUND."),
    "FUNDACION": ("FUND.",), "INSTITUTE": ("INST.", "INST"), "INVESTMENT": ("INV.", "INVEST.", "INVT"),
    "INVESTMENTS": ("INVS", "INV."),
    "INVERSIONES": ("INV.", "INVERS."), "AGRICULTURAL": ("AGRIC.", "AGRI."), "AGROPECUARIA": ("AGROP.", "AGRO."),
    "PRODUCTS": ("PRODS", "PROD."), "PRODUCTOS": ("PROD.", "PRODS."), "ELECTRONICS": ("ELECT.", "ELEC."),
    "EQUIPMENT": ("EQPT", "EQUIP."),
    "SHIPPING": ("SHPG", "SHIPP."), "LOGISTICS": ("LOG.", "LOGIST."), "FINANCIAL": ("FIN.",), "INSURANCE": ("INS.",),
    "PETROLEUM": ("PET.", "PETR."), "CHEMICAL": ("CHEM.",), "CHEMICALS": ("CHEMS", "CHEM."),
    "MACHINERY": ("MACH.", "MCHY"),
    "RESEARCH": ("RES.",), "SCIENTIFIC": ("SCI.",), "SYSTEMS": ("SYS.", "SYST."), "AVIATION": ("AVN",),
    "AIRLINES": ("AIRL.", "A/L"),
    "BANK": ("BK", "BK."), "AMERICA": ("AM.", "AMER."), "AMERICAN": ("AMER.",), "REPUBLIC": ("REP.",),
    "REPUBLICA": ("REP.",),
    "FEDERAL": ("FED.",), "STATE": ("ST.",), "SAINT": ("ST.", "ST"), "SANTA": ("STA.",), "SAN": ("S.",),
    "NORTH": ("N.",), "SOUTH": ("S.",),
    "EAST": ("E.",), "WEST": ("W.",), "AND": ("&", "+"), "Y": ("&", "E"), "UND": ("&", "U."), "ET": ("&",),
    "PROPERTIES": ("PROPS",),
    "CAPITAL": ("CAP.",), "PARTNERS": ("PTNRS",), "FUND": ("FD",), "TRUST": ("TR.",), "EMPRESA": ("EMP.",),
    "FABRICA": ("FAB.",),
    "FERRETERIA": ("FERRET.", "FERR."), "SUPERMERCADO": ("SUPERM.",), "REPRESENTACIONES": ("REP.", "REPRES."),
    "MARIA": ("MA.", "M."), "FRANCISCO": ("FCO.", "FRANC."), "FERNANDO": ("FDO.",), "GUILLERMO": ("GMO.", "GUILL."),
    "ANTONIO": ("ANT.", "ANTO."),
    "JOSE": ("J.", "JSE."), "JUAN": ("JN.", "J."), "RODRIGUEZ": ("RGUEZ.", "RDGZ"), "GONZALEZ": ("GZLEZ.", "GLEZ."),
    "HERNANDEZ": ("HDEZ.", "HDZ"),
    "FERNANDEZ": ("FDEZ.", "FDZ"), "MARTINEZ": ("MTNEZ.", "MTZ"), "GUTIERREZ": ("GTREZ.", "GTZ"), "LOPEZ": ("LPZ",),
    "SANCHEZ": ("SCHZ", "SCHEZ."),
    "DOMINGUEZ": ("DGUEZ.",), "MUHAMMAD": ("MD.", "MOHD", "MUHD", "M."), "MOHAMMAD": ("MD.", "MOHD", "M."),
    "MOHAMED": ("MD", "MOHD", "MED"),
    "ABDUL": ("AB.", "A."), "ABDEL": ("A.",), "ALEXANDER": ("ALEX", "ALEX."), "ALEKSANDR": ("ALEX.", "ALEKS."),
    "WILLIAM": ("WM.",), "CHARLES": ("CHAS.",),
}

# Word that adds nothing; what clerks and systems write around a name.
ADDED_WORDS: tuple[str, ...] = (
    "GROUP", "INTERNATIONAL", "TRADING", "HOLDING", "GLOBAL", "SERVICES", "COMPANY", "IMPORT EXPORT", "GRUPO",
    "COMERCIAL",
    "INTERNACIONAL", "IMPORTADORA", "INDUSTRIAS", "EMPRESA", "DE BOLIVIA", "BOLIVIA", "LATIN AMERICA", "SUDAMERICA",
    "AMERICAS", "PERU",
    "CHILE", "EXPORT", "LOGISTICS", "SUPPLY", "INDUSTRIAL", "GENERAL", "DEL SUR", "ANDINA", "NACIONAL", "ENTERPRISES",
    "CHINA", "UAE",
)
HONORIFICS: tuple[str, ...] = (
    "MR", "MR.", "MRS", "MS.", "DR.", "DR", "PROF.", "SR.", "SR", "SRA.", "SRTA.", "DON", "D.", "DÑA.", "ING.",
    "LIC.", "ABOG.", "ARQ.", "CNL.",
    "GRAL.", "GEN.", "COL.", "CAPT.", "MAJ.", "HAJI", "HAJJ", "SHEIKH", "SHAIKH", "SHEIK", "MULLAH", "MAULAWI",
    "SAYYID", "ENG.", "HERR", "MONSIEUR",
    "M.", "SIG.", "GOSPODIN", "ADV.", "SIR", "REV.", "EXCMO. SR.",
)
TITLES_AFTER: tuple[str, ...] = ("JR.", "SR.", "PHD", "MBA", "ESQ.", "II", "III", "HIJO", "(H)", "VDA. DE PEREZ",
    "MD")
FIRM_HONORIFICS: tuple[str, ...] = ("M/S", "M/S.", "MESSRS", "MESSRS.", "SRES.", "SEÑORES", "EMPRESA", "FIRMA",
    "FIRM", "THE", "CIA.", "RAZON SOCIAL")
STREETS: tuple[str, ...] = (
    "AV. ARCE 2132", "AV. 6 DE AGOSTO NO. 2577", "C/ POTOSI 981", "CALLE COLON N 220 PISO 3",
    "AVDA. BLANCO GALINDO KM 5", "AV SAN MARTIN 155",
    "ZONA FRANCA EL ALTO", "CALLE 21 CALACOTO", "3ER ANILLO INTERNO", "BARRIO EQUIPETROL", "CRA 7 NO 71-21",
    "AV. PASEO DE LA REFORMA 222",
    "12 HIGH STREET", "PO BOX 17870", "P.O. BOX 5012", "P O BOX 221", "SUITE 400", "ROOM 1203, 12/F",
    "RM 1401 TOWER B", "FLAT 25 BLOCK C", "UL. LENINA 15",
    "LENINGRADSKY PR-T 80", "UNIT 7 INDUSTRIAL PARK", "APARTADO 0816", "CASILLA 3281", "NO. 88 ZHONGSHAN ROAD",
    "JEBEL ALI FREE ZONE", "HAUPTSTR. 14",
)
CITIES: tuple[str, ...] = (
    "LA PAZ", "SANTA CRUZ", "COCHABAMBA", "EL ALTO", "ORURO", "LIMA", "IQUIQUE", "ARICA", "BUENOS AIRES", "SAO PAULO",
    "PANAMA", "BOGOTA", "CALI",
    "MEXICO DF", "MIAMI FL", "MADRID", "DUBAI", "DUBAI UAE", "TEHRAN", "TEHRAN IRAN", "MOSCOW", "MOSCOW RUSSIA",
    "ISTANBUL", "BEIJING", "SHANGHAI", "SHENZHEN",
    "HONG KONG", "GUANGZHOU CHINA", "KARACHI", "LONDON", "HAMBURG", "BEIRUT", "DAMASCUS", "MINSK", "SINGAPORE",
    "CARACAS", "ASUNCION", "TARIJA",
)
BRANCHES: tuple[str, ...] = (
    "SUCURSAL LA PAZ", "SUC. BOLIVIA", "SUCURSAL EN ESPAÑA", "(SUCURSAL)", "AGENCIA SANTA CRUZ", "- BRANCH",
    "BRANCH OFFICE", "DUBAI BRANCH",
    "HONG KONG BRANCH", "REPRESENTATIVE OFFICE", "OFICINA CENTRAL", "CASA MATRIZ", "HEAD OFFICE", "FILIAL SANTA CRUZ",
    "ALMACEN 3", "DEPOSITO CENTRAL",
    "WAREHOUSE 2", "PLANTA EL ALTO", "EN LIQUIDACION", "(IN LIQUIDATION)", "ZWEIGNIEDERLASSUNG", "SUCCURSALE",
    "FILIALI", "BOLIVIA BRANCH", "DIVISION ANDINA",
)
NOTES: tuple[str, ...] = (
    "ATTN: MR LEE", "ATT. DPTO. COMPRAS", "NIT 1020703023", "NIT: 3391002018", "RUC 20100047218", "TEL 591-2-2441122",
    "TEL: 2441122", "TAX ID 98-0221",
    "FAX 2443300", "CUIT 30-50001091-2", "EMAIL INFO@MAIL.COM", "(CONSIGNEE)", "(IMPORTER)", "AS AGENT", "TO ORDER",
    "SAME AS CONSIGNEE", "*** NEW ***", "REF 22914",
    "USD", "FREIGHT PREPAID", "NOTIFY PARTY", "MATRICULA 00112233",
)
CARRIERS: tuple[str, ...] = (
    "DHL GLOBAL FORWARDING", "KUEHNE NAGEL", "AGENCIA DESPACHANTE DE ADUANA GUTIERREZ", "MAERSK LOGISTICS",
    "PANALPINA", "SCHENKER", "ADUANERA DEL SUR",
    "EXPEDITORS INTL", "JUAN PEREZ", "MR ZHANG WEI", "AGENCIA MARITIMA ANDINA", "DSV AIR & SEA", "BANCO UNION",
    "CARLOS MAMANI QUISPE", "FEDEX", "SR. LUIS ROJAS",
)
SMALL_WORDS: frozenset[str] = frozenset(
    "OF THE AND FOR DE DEL LA LAS LOS EL Y E EN DA DO DOS DAS DI DU DES LE LES ET UND DER DIE FUR VON VAN "
    "BIN BEN IBN AL I V IN ON NA S PO &".split()
)
