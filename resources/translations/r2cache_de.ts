<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>r2cache::AttentionCard</name>
    <message>
        <source>Needs attention</source>
        <translation>Braucht Aufmerksamkeit</translation>
    </message>
    <message>
        <source>Nothing. All is well.</source>
        <translation>Nichts. Alles ist in Ordnung.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more failed downloads</source>
        <translation>
            <numerusform>%Ln weiterer fehlgeschlagener Download</numerusform>
            <numerusform>%Ln weitere fehlgeschlagene Downloads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::Banner</name>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>r2cache::CacheActions</name>
    <message>
        <source>Pre-cache…</source>
        <translation>Vorab laden…</translation>
    </message>
    <message>
        <source>Optimize</source>
        <translation>Optimieren</translation>
    </message>
    <message>
        <source>Clear…</source>
        <translation>Leeren…</translation>
    </message>
    <message>
        <source>Download videos now that a render will need</source>
        <translation>Videos jetzt herunterladen, die ein Rendervorgang brauchen wird</translation>
    </message>
    <message>
        <source>Ask whether expired videos are still the same, keep the limits, remove what is stray</source>
        <translation>Nachfragen, ob abgelaufene Videos noch dieselben sind, die Grenzen einhalten, Verwaistes entfernen</translation>
    </message>
    <message>
        <source>Remove videos from the cache</source>
        <translation>Videos aus dem Cache entfernen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln videos are being cached.</source>
        <translation>
            <numerusform>%Ln Video wird in den Cache geladen.</numerusform>
            <numerusform>%Ln Videos werden in den Cache geladen.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 cannot be cached: %3</source>
        <translation>%1 von %2 nicht in den Cache geladen: %3</translation>
    </message>
    <message>
        <source>Putting the cache in order…</source>
        <translation>Der Cache wird aufgeräumt…</translation>
    </message>
    <message>
        <source>The cache is in order; nothing had to be removed.</source>
        <translation>Der Cache ist in Ordnung; es musste nichts entfernt werden.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln videos were removed, %1 freed.</source>
        <translation>
            <numerusform>%Ln Video wurde entfernt, %1 sind wieder frei.</numerusform>
            <numerusform>%Ln Videos wurden entfernt, %1 sind wieder frei.</numerusform>
        </translation>
    </message>
    <message>
        <source>Clear the cache</source>
        <translation>Cache leeren</translation>
    </message>
    <message numerus="yes">
        <source>What should be removed of %Ln videos, %1?</source>
        <translation>
            <numerusform>Was soll von %Ln Video (%1) entfernt werden?</numerusform>
            <numerusform>Was soll von %Ln Videos (%1) entfernt werden?</numerusform>
        </translation>
    </message>
    <message>
        <source>They are downloaded again when a render asks for them.</source>
        <translation>Sie werden erneut heruntergeladen, sobald ein Rendervorgang sie anfordert.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln videos are held by renders and stay.</source>
        <translation>
            <numerusform>%Ln Video wird von Rendervorgängen gehalten und bleibt.</numerusform>
            <numerusform>%Ln Videos werden von Rendervorgängen gehalten und bleiben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove all</source>
        <translation>Alle entfernen</translation>
    </message>
    <message>
        <source>Only expired ones</source>
        <translation>Nur abgelaufene</translation>
    </message>
</context>
<context>
    <name>r2cache::CancelQuestion</name>
    <message>
        <source>Cancel downloads</source>
        <translation>Downloads abbrechen</translation>
    </message>
    <message numerus="yes">
        <source>Cancel %Ln downloads? %1 that are here already are thrown away.</source>
        <translation>
            <numerusform>%Ln Download abbrechen? Bereits geladene %1 werden verworfen.</numerusform>
            <numerusform>%Ln Downloads abbrechen? Bereits geladene %1 werden verworfen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Configs that are being prepared keep the original URLs of these videos.</source>
        <translation>Konfigurationen, die gerade vorbereitet werden, behalten die Original-URLs dieser Videos.</translation>
    </message>
    <message>
        <source>Go on downloading</source>
        <translation>Weiter herunterladen</translation>
    </message>
</context>
<context>
    <name>r2cache::Chart</name>
    <message>
        <source>60 min ago</source>
        <translation>vor 60 min</translation>
    </message>
    <message>
        <source>24 h ago</source>
        <translation>vor 24 h</translation>
    </message>
    <message>
        <source>30 days ago</source>
        <translation>vor 30 Tagen</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
</context>
<context>
    <name>r2cache::Closing</name>
    <message numerus="yes">
        <source>%Ln videos</source>
        <translation>
            <numerusform>%Ln Video</numerusform>
            <numerusform>%Ln Videos</numerusform>
        </translation>
    </message>
    <message>
        <source>Quit R2 Video Cache</source>
        <translation>R2 Video Cache beenden</translation>
    </message>
    <message numerus="yes">
        <source>%Ln renders hold %1 of this cache.</source>
        <translation>
            <numerusform>%Ln Rendervorgang hält %1 dieses Caches.</numerusform>
            <numerusform>%Ln Rendervorgänge halten %1 dieses Caches.</numerusform>
        </translation>
    </message>
    <message>
        <source>If the cache ends now, what they still have to read fails. It can go on without its window until they are done.</source>
        <translation>Wird der Cache jetzt beendet, schlägt fehl, was sie noch lesen müssen. Er kann ohne sein Fenster weiterlaufen, bis sie fertig sind.</translation>
    </message>
    <message>
        <source>Go on in the tray</source>
        <translation>Im Infobereich weiterlaufen</translation>
    </message>
    <message>
        <source>Minimize instead</source>
        <translation>Stattdessen minimieren</translation>
    </message>
    <message>
        <source>Quit anyway</source>
        <translation>Trotzdem beenden</translation>
    </message>
    <message numerus="yes">
        <source>%Ln settings are changed, but not applied.</source>
        <translation>
            <numerusform>%Ln Einstellung ist geändert, aber nicht angewendet.</numerusform>
            <numerusform>%Ln Einstellungen sind geändert, aber nicht angewendet.</numerusform>
        </translation>
    </message>
    <message>
        <source>If the window closes now, they stay as they were.</source>
        <translation>Wird das Fenster jetzt geschlossen, bleiben sie, wie sie waren.</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source>Discard and quit</source>
        <translation>Verwerfen und beenden</translation>
    </message>
</context>
<context>
    <name>r2cache::ColumnChoice</name>
    <message>
        <source>Columns as at first</source>
        <translation>Spalten zurücksetzen</translation>
    </message>
</context>
<context>
    <name>r2cache::ConfigFile</name>
    <message>
        <source>%1 has %2, more than the window hands over (%3). The command line has no limit: r2cache prepare %1 -o %4</source>
        <translation>%1 hat %2, mehr als das Fenster übergibt (%3). Die Befehlszeile hat keine Grenze: r2cache prepare %1 -o %4</translation>
    </message>
    <message>
        <source>%1 is not JSON. Line %2, column %3: %4.</source>
        <translation>%1 ist kein JSON. Zeile %2, Spalte %3: %4.</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 kann nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>it is a folder.</source>
        <translation>Es ist ein Ordner.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 kann nicht geschrieben werden: %2</translation>
    </message>
</context>
<context>
    <name>r2cache::DownloadCommands</name>
    <message numerus="yes">
        <source>%Ln downloads are paused.</source>
        <translation>
            <numerusform>%Ln Download ist angehalten.</numerusform>
            <numerusform>%Ln Downloads sind angehalten.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln downloads go on.</source>
        <translation>
            <numerusform>%Ln Download wird fortgesetzt.</numerusform>
            <numerusform>%Ln Downloads werden fortgesetzt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln downloads begin again.</source>
        <translation>
            <numerusform>%Ln Download wird wiederholt.</numerusform>
            <numerusform>%Ln Downloads werden wiederholt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln downloads were cancelled.</source>
        <translation>
            <numerusform>%Ln Download wurde abgebrochen.</numerusform>
            <numerusform>%Ln Downloads wurden abgebrochen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more could not be changed.</source>
        <translation>
            <numerusform>%Ln weiterer ließ sich nicht ändern.</numerusform>
            <numerusform>%Ln weitere ließen sich nicht ändern.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::DownloadWords</name>
    <message>
        <source>origin cannot be reached</source>
        <translation>Ursprung nicht erreichbar</translation>
    </message>
    <message>
        <source>origin sends nothing</source>
        <translation>Ursprung sendet nichts</translation>
    </message>
    <message>
        <source>not at the origin (404)</source>
        <translation>am Ursprung nicht vorhanden (404)</translation>
    </message>
    <message>
        <source>origin refuses access</source>
        <translation>Ursprung verweigert den Zugriff</translation>
    </message>
    <message>
        <source>origin is throttling</source>
        <translation>Ursprung drosselt</translation>
    </message>
    <message>
        <source>origin answers with an error</source>
        <translation>Ursprung antwortet mit einem Fehler</translation>
    </message>
    <message>
        <source>changed at the origin meanwhile</source>
        <translation>am Ursprung inzwischen geändert</translation>
    </message>
    <message>
        <source>origin sent a wrong length</source>
        <translation>Ursprung sandte eine falsche Länge</translation>
    </message>
    <message>
        <source>checksum does not match</source>
        <translation>Prüfsumme stimmt nicht</translation>
    </message>
    <message>
        <source>no video</source>
        <translation>kein Video</translation>
    </message>
    <message>
        <source>private address refused</source>
        <translation>private Adresse abgelehnt</translation>
    </message>
    <message>
        <source>redirect refused</source>
        <translation>Weiterleitung abgelehnt</translation>
    </message>
    <message>
        <source>no safe connection (TLS)</source>
        <translation>keine sichere Verbindung (TLS)</translation>
    </message>
    <message>
        <source>cache is full</source>
        <translation>Cache ist voll</translation>
    </message>
    <message>
        <source>larger than the limit</source>
        <translation>größer als die Grenze</translation>
    </message>
    <message>
        <source>disk is full</source>
        <translation>Datenträger ist voll</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message numerus="yes">
        <source>waits, %Ln before it</source>
        <translation>
            <numerusform>wartet, %Ln davor</numerusform>
            <numerusform>wartet, %Ln davor</numerusform>
        </translation>
    </message>
    <message>
        <source>waits</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>verbindet</translation>
    </message>
    <message>
        <source>waits to try again</source>
        <translation>wartet auf neuen Versuch</translation>
    </message>
    <message>
        <source>%1, tries again</source>
        <translation>%1, neuer Versuch folgt</translation>
    </message>
    <message>
        <source>checking</source>
        <translation>wird geprüft</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>downloading, attempt %1</source>
        <translation>wird heruntergeladen, Versuch %1</translation>
    </message>
    <message>
        <source>downloading</source>
        <translation>wird heruntergeladen</translation>
    </message>
</context>
<context>
    <name>r2cache::DownloadsModel</name>
    <message>
        <source>%1 of %2</source>
        <comment>bytes done of all</comment>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Ursprung</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Left</source>
        <comment>time left</comment>
        <translation>Restzeit</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
</context>
<context>
    <name>r2cache::DownloadsPage</name>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Copy URL</source>
        <translation>URL kopieren</translation>
    </message>
    <message>
        <source>Pause all</source>
        <translation>Alle anhalten</translation>
    </message>
    <message>
        <source>Retry all failed</source>
        <translation>Alle fehlgeschlagenen wiederholen</translation>
    </message>
    <message>
        <source>Nothing is being downloaded</source>
        <translation>Es wird nichts heruntergeladen</translation>
    </message>
    <message>
        <source>Downloads begin when a config is prepared, a render reads a video that is not here yet, or you pre-cache some.</source>
        <translation>Downloads beginnen, wenn eine Konfiguration vorbereitet wird, ein Rendervorgang ein noch fehlendes Video liest oder Sie Videos vorab laden.</translation>
    </message>
    <message>
        <source>Pre-cache…</source>
        <translation>Vorab laden…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln running</source>
        <translation>
            <numerusform>%Ln läuft</numerusform>
            <numerusform>%Ln laufen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln wait</source>
        <translation>
            <numerusform>%Ln wartet</numerusform>
            <numerusform>%Ln warten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln paused</source>
        <translation>
            <numerusform>%Ln angehalten</numerusform>
            <numerusform>%Ln angehalten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed</source>
        <translation>
            <numerusform>%Ln fehlgeschlagen</numerusform>
            <numerusform>%Ln fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message>
        <source>Resume all</source>
        <translation>Alle fortsetzen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln selected</source>
        <translation>
            <numerusform>%Ln ausgewählt</numerusform>
            <numerusform>%Ln ausgewählt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln finished since the window opened, %1</source>
        <translation>
            <numerusform>%Ln fertig, seit das Fenster geöffnet wurde, %1</numerusform>
            <numerusform>%Ln fertig, seit das Fenster geöffnet wurde, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The last: %1</source>
        <translation>Zuletzt: %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln URLs are in the clipboard.</source>
        <translation>
            <numerusform>%Ln URL ist in der Zwischenablage.</numerusform>
            <numerusform>%Ln URLs sind in der Zwischenablage.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::DropZone</name>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
</context>
<context>
    <name>r2cache::EntriesPage</name>
    <message>
        <source>Entries</source>
        <translation>Einträge</translation>
    </message>
    <message>
        <source>Actions ▾</source>
        <translation>Aktionen ▾</translation>
    </message>
    <message>
        <source>Columns ▾</source>
        <translation>Spalten ▾</translation>
    </message>
    <message>
        <source>At most %1 videos can be picked one by one; Ctrl+A takes all.</source>
        <translation>Höchstens %1 Videos können einzeln ausgewählt werden; Strg+A nimmt alle.</translation>
    </message>
    <message>
        <source>No videos yet</source>
        <translation>Noch keine Videos</translation>
    </message>
    <message>
        <source>Hand over a config on the page Prepare, cache some videos beforehand, or drop their URLs here.</source>
        <translation>Übergeben Sie eine Konfiguration auf der Seite „Vorbereiten“, laden Sie Videos vorab oder legen Sie ihre URLs hier ab.</translation>
    </message>
    <message>
        <source>Pre-cache…</source>
        <translation>Vorab laden…</translation>
    </message>
    <message>
        <source>Nothing is being downloaded</source>
        <translation>Es wird nichts heruntergeladen</translation>
    </message>
    <message>
        <source>Nothing has failed</source>
        <translation>Nichts ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>No video fits</source>
        <translation>Kein Video passt</translation>
    </message>
    <message>
        <source>The search and the filters above leave nothing over.</source>
        <translation>Die Suche und die Filter oben lassen nichts übrig.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
</context>
<context>
    <name>r2cache::EntryActions</name>
    <message>
        <source>Copy local URL</source>
        <translation>Lokale URL kopieren</translation>
    </message>
    <message>
        <source>Copy original URL</source>
        <translation>Original-URL kopieren</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Anheften</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Lösen</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Überprüfen</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>Schlagwörter…</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Keeps it when room is needed</source>
        <translation>Behält es, auch wenn Platz gebraucht wird</translation>
    </message>
    <message>
        <source>Lets it go again when room is needed</source>
        <translation>Gibt es wieder frei, wenn Platz gebraucht wird</translation>
    </message>
    <message>
        <source>Reads it again and compares it with what was downloaded</source>
        <translation>Liest es noch einmal und vergleicht es mit dem, was heruntergeladen wurde</translation>
    </message>
    <message>
        <source>Add tags…</source>
        <translation>Schlagwörter hinzufügen…</translation>
    </message>
    <message>
        <source>%1 is in the clipboard.</source>
        <translation>%1 ist in der Zwischenablage.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln URLs are in the clipboard.</source>
        <translation>
            <numerusform>%Ln URL ist in der Zwischenablage.</numerusform>
            <numerusform>%Ln URLs sind in der Zwischenablage.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln videos are pinned: they stay when room is needed.</source>
        <translation>
            <numerusform>%Ln Video ist angeheftet: Es bleibt, wenn Platz gebraucht wird.</numerusform>
            <numerusform>%Ln Videos sind angeheftet: Sie bleiben, wenn Platz gebraucht wird.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln videos are not pinned any more.</source>
        <translation>
            <numerusform>%Ln Video ist nicht mehr angeheftet.</numerusform>
            <numerusform>%Ln Videos sind nicht mehr angeheftet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln videos are being read again; a damaged one is set aside.</source>
        <translation>
            <numerusform>%Ln Video wird noch einmal gelesen; ein beschädigtes wird beiseitegelegt.</numerusform>
            <numerusform>%Ln Videos werden noch einmal gelesen; ein beschädigtes wird beiseitegelegt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Add tags</source>
        <translation>Schlagwörter hinzufügen</translation>
    </message>
    <message>
        <source>Tags of %1, with commas between:</source>
        <translation>Schlagwörter von %1, durch Kommas getrennt:</translation>
    </message>
    <message>
        <source>Tags to add to the selected videos, with commas between:</source>
        <translation>Schlagwörter für die ausgewählten Videos, durch Kommas getrennt:</translation>
    </message>
    <message numerus="yes">
        <source>The tags of %Ln videos are set.</source>
        <translation>
            <numerusform>Die Schlagwörter von %Ln Video sind gesetzt.</numerusform>
            <numerusform>Die Schlagwörter von %Ln Videos sind gesetzt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing here opens folders: %1</source>
        <translation>Hier gibt es kein Programm, das Ordner öffnet: %1</translation>
    </message>
    <message>
        <source>Working on all of them…</source>
        <translation>Alle werden bearbeitet…</translation>
    </message>
    <message>
        <source>%1 of %2…</source>
        <translation>%1 von %2…</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Opens it with the program for videos, as a double click does</source>
        <translation>Öffnet es mit dem Programm für Videos, wie ein Doppelklick</translation>
    </message>
    <message>
        <source>Nothing here plays videos: %1</source>
        <translation>Hier spielt nichts Videos ab: %1</translation>
    </message>
</context>
<context>
    <name>r2cache::EntryBatch</name>
    <message numerus="yes">
        <source>%Ln could not: %1</source>
        <translation>
            <numerusform>Bei %Ln ging es nicht: %1</numerusform>
            <numerusform>Bei %Ln ging es nicht: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::EntryColumns</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Ursprung</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>Letzter Zugriff</translation>
    </message>
    <message>
        <source>Uses</source>
        <translation>Zugriffe</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Hinzugefügt</translation>
    </message>
    <message>
        <source>Fresh until</source>
        <translation>Gültig bis</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>Auflösung</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>Überprüft</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>überprüft</translation>
    </message>
    <message>
        <source>not verified</source>
        <translation>nicht überprüft</translation>
    </message>
    <message>
        <source>%1
Pinned: never evicted</source>
        <translation>%1
Angeheftet: wird nie verdrängt</translation>
    </message>
    <message>
        <source>A render holds it: it stays until the render ends.</source>
        <translation>Ein Rendervorgang hält es: Es bleibt, bis er endet.</translation>
    </message>
    <message>
        <source>It is served, and its origin is asked whether it is still the same.</source>
        <translation>Es wird ausgeliefert, und sein Ursprung wird gefragt, ob es noch dasselbe ist.</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>abgelaufen</translation>
    </message>
    <message>
        <source>downloading</source>
        <translation>wird geladen</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>%1, held</source>
        <translation>%1, gehalten</translation>
    </message>
    <message>
        <source>%1 fps</source>
        <translation>%1 fps</translation>
    </message>
</context>
<context>
    <name>r2cache::EntryDetails</name>
    <message>
        <source>Select a video to see what is known of it.</source>
        <translation>Wählen Sie ein Video aus, um zu sehen, was darüber bekannt ist.</translation>
    </message>
    <message>
        <source>Show in Downloads</source>
        <translation>In Downloads zeigen</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Ursprung</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>%1, verified</source>
        <translation>%1, überprüft</translation>
    </message>
    <message>
        <source>%1, not verified</source>
        <translation>%1, nicht überprüft</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Hinzugefügt</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>Fresh until</source>
        <translation>Gültig bis</translation>
    </message>
    <message numerus="yes">
        <source>%Ln uses</source>
        <translation>
            <numerusform>%Ln Zugriff</numerusform>
            <numerusform>%Ln Zugriffe</numerusform>
        </translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>Letzter Zugriff</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>noch keiner</translation>
    </message>
    <message>
        <source>Held by</source>
        <translation>Gehalten von</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Angeheftet</translation>
    </message>
    <message>
        <source>stays when room is needed</source>
        <translation>bleibt, wenn Platz gebraucht wird</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>a render</source>
        <translation>einem Rendervorgang</translation>
    </message>
    <message numerus="yes">
        <source>%Ln renders, until %1 at most</source>
        <translation>
            <numerusform>%Ln Rendervorgang, längstens bis %1</numerusform>
            <numerusform>%Ln Rendervorgängen, längstens bis %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Selected</source>
        <translation>Ausgewählt</translation>
    </message>
    <message>
        <source>all that the list shows</source>
        <translation>alle in der Liste</translation>
    </message>
    <message numerus="yes">
        <source>%Ln videos</source>
        <translation>
            <numerusform>%Ln Video</numerusform>
            <numerusform>%Ln Videos</numerusform>
        </translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Gehalten</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>r2cache::EntryFilters</name>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>abgelaufen</translation>
    </message>
    <message>
        <source>downloading</source>
        <translation>wird geladen</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>Search name, URL or id</source>
        <translation>Name, URL oder ID suchen</translation>
    </message>
    <message>
        <source>All in the cache</source>
        <translation>Alle im Cache</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Another tag…</source>
        <translation>Anderes Schlagwort…</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Schlagwort</translation>
    </message>
    <message>
        <source>Show videos with this tag:</source>
        <translation>Videos mit diesem Schlagwort zeigen:</translation>
    </message>
    <message>
        <source>Status: %1 ▾</source>
        <translation>Status: %1 ▾</translation>
    </message>
    <message>
        <source>Tags: %1 ▾</source>
        <translation>Schlagwörter: %1 ▾</translation>
    </message>
</context>
<context>
    <name>r2cache::EntryModel</name>
    <message>
        <source>waits</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>%1, pinned</source>
        <translation>%1, angeheftet</translation>
    </message>
    <message>
        <source>Sort by this; once more: the other way round</source>
        <translation>Danach sortieren; noch einmal: umgekehrt</translation>
    </message>
</context>
<context>
    <name>r2cache::EntrySummary</name>
    <message>
        <source>all selected</source>
        <translation>alle ausgewählt</translation>
    </message>
    <message>
        <source>selecting…</source>
        <translation>wird ausgewählt…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln selected</source>
        <translation>
            <numerusform>%Ln ausgewählt</numerusform>
            <numerusform>%Ln ausgewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>searching…</source>
        <translation>wird gesucht…</translation>
    </message>
    <message>
        <source>more than %1 entries</source>
        <translation>mehr als %1 Einträge</translation>
    </message>
    <message numerus="yes">
        <source>%Ln entries</source>
        <translation>
            <numerusform>%Ln Eintrag</numerusform>
            <numerusform>%Ln Einträge</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::EntryTable</name>
    <message>
        <source>Entries</source>
        <translation>Einträge</translation>
    </message>
    <message>
        <source>Columns as at first</source>
        <translation>Spalten zurücksetzen</translation>
    </message>
</context>
<context>
    <name>r2cache::EntryThumbnail</name>
    <message>
        <source>A picture is being made…</source>
        <translation>Ein Bild wird erzeugt…</translation>
    </message>
    <message>
        <source>No picture: it is not downloaded</source>
        <translation>Kein Bild: Es ist nicht heruntergeladen</translation>
    </message>
    <message>
        <source>No picture: %1</source>
        <translation>Kein Bild: %1</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>Kein Bild</translation>
    </message>
    <message>
        <source>A picture of the video</source>
        <translation>Ein Bild aus dem Video</translation>
    </message>
</context>
<context>
    <name>r2cache::FillingCard</name>
    <message>
        <source>Filling now</source>
        <translation>Wird gerade geladen</translation>
    </message>
    <message>
        <source>Nothing is being downloaded.</source>
        <translation>Es wird nichts heruntergeladen.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more are being downloaded</source>
        <translation>
            <numerusform>%Ln weiteres wird heruntergeladen</numerusform>
            <numerusform>%Ln weitere werden heruntergeladen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more wait in the queue</source>
        <translation>
            <numerusform>%Ln weiteres wartet in der Warteschlange</numerusform>
            <numerusform>%Ln weitere warten in der Warteschlange</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln are paused</source>
        <translation>
            <numerusform>%Ln ist angehalten</numerusform>
            <numerusform>%Ln sind angehalten</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::FillingModel</name>
    <message>
        <source>%1
%2, %3 of %4</source>
        <translation>%1
%2, %3 von %4</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Restzeit</translation>
    </message>
</context>
<context>
    <name>r2cache::Format</name>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>kB</source>
        <translation>kB</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>GB</source>
        <translation>GB</translation>
    </message>
    <message>
        <source>TB</source>
        <translation>TB</translation>
    </message>
    <message>
        <source>PB</source>
        <translation>PB</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>vor %1 min</translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation>vor %1 h</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
    <message>
        <source>%1 days ago</source>
        <translation>vor %1 Tagen</translation>
    </message>
</context>
<context>
    <name>r2cache::GreetingCard</name>
    <message>
        <source>The cache is empty. Three steps to the first render from it:</source>
        <translation>Der Cache ist leer. Drei Schritte bis zum ersten Rendern aus ihm:</translation>
    </message>
    <message>
        <source>Prepare a config…</source>
        <translation>Konfiguration vorbereiten…</translation>
    </message>
    <message>
        <source>Pre-cache URLs…</source>
        <translation>URLs vorab laden…</translation>
    </message>
    <message>
        <source>Copy proxy address</source>
        <translation>Proxy-Adresse kopieren</translation>
    </message>
    <message>
        <source>Hand over your config</source>
        <translation>Konfiguration übergeben</translation>
    </message>
    <message>
        <source>The JSON with your project&apos;s input props. Its videos are downloaded, their R2 URLs become local ones, everything else stays as it is.</source>
        <translation>Das JSON mit den Input-Props Ihres Projekts. Seine Videos werden heruntergeladen, ihre R2-URLs werden zu lokalen, alles andere bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>Or fetch single videos</source>
        <translation>Oder einzelne Videos holen</translation>
    </message>
    <message>
        <source>Paste their URLs: they are downloaded now, and are here when a render asks for them.</source>
        <translation>Fügen Sie ihre URLs ein: Sie werden jetzt heruntergeladen und sind da, wenn ein Rendervorgang sie anfordert.</translation>
    </message>
    <message>
        <source>Render with the local URLs</source>
        <translation>Mit den lokalen URLs rendern</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>Give the prepared config to Remotion as its props. It then reads every video from %1/video/…, at the speed of this disk, also when R2 is slow.</source>
        <translation>Geben Sie Remotion die vorbereitete Konfiguration als Props. Es liest dann jedes Video von %1/video/…, so schnell wie dieser Datenträger, auch wenn R2 langsam ist.</translation>
    </message>
    <message>
        <source>%1 is in the clipboard.</source>
        <translation>%1 ist in der Zwischenablage.</translation>
    </message>
</context>
<context>
    <name>r2cache::Health</name>
    <message>
        <source>Range proxy</source>
        <translation>Range-Proxy</translation>
    </message>
    <message>
        <source>REST API</source>
        <translation>REST-API</translation>
    </message>
    <message>
        <source>Cache directory</source>
        <translation>Cache-Verzeichnis</translation>
    </message>
    <message>
        <source>Disk space</source>
        <translation>Speicherplatz</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>Index</translation>
    </message>
    <message>
        <source>Limits of the cache</source>
        <translation>Grenzen des Caches</translation>
    </message>
    <message>
        <source>Origins</source>
        <translation>Ursprünge</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Uhr</translation>
    </message>
    <message>
        <source>Caching</source>
        <translation>Caching</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Answers on port %1.</source>
        <translation>Antwortet auf Port %1.</translation>
    </message>
    <message>
        <source>An answer begins after %1 on average, 99 of 100 within %2.</source>
        <translation>Eine Antwort beginnt im Mittel nach %1, 99 von 100 innerhalb von %2.</translation>
    </message>
    <message>
        <source>%1 of %2 are free.</source>
        <translation>%1 von %2 sind frei.</translation>
    </message>
    <message>
        <source>At least %1 stay free.</source>
        <translation>Mindestens %1 bleiben frei.</translation>
    </message>
    <message>
        <source>Answers at %1.</source>
        <translation>Antwortet unter %1.</translation>
    </message>
    <message>
        <source>Can be written: %1</source>
        <translation>Kann beschrieben werden: %1</translation>
    </message>
    <message numerus="yes">
        <source>It knows %Ln videos.</source>
        <translation>
            <numerusform>Er kennt %Ln Video.</numerusform>
            <numerusform>Er kennt %Ln Videos.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2, %3 of %4 videos.</source>
        <translation>%1 von %2, %3 von %4 Videos.</translation>
    </message>
    <message>
        <source>None fails again and again.</source>
        <translation>Keiner fällt immer wieder aus.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed in the last hour.</source>
        <translation>
            <numerusform>%Ln ist in der letzten Stunde fehlgeschlagen.</numerusform>
            <numerusform>%Ln sind in der letzten Stunde fehlgeschlagen.</numerusform>
        </translation>
    </message>
    <message>
        <source>None failed in the last hour.</source>
        <translation>In der letzten Stunde ist keiner fehlgeschlagen.</translation>
    </message>
    <message>
        <source>Not wrong by more than five minutes, as far as origins tell.</source>
        <translation>Geht höchstens fünf Minuten falsch, soweit Ursprünge das erkennen lassen.</translation>
    </message>
    <message>
        <source>Caching is on.</source>
        <translation>Caching ist eingeschaltet.</translation>
    </message>
    <message>
        <source>Optimize</source>
        <translation>Optimieren</translation>
    </message>
    <message>
        <source>Clear expired…</source>
        <translation>Abgelaufene entfernen…</translation>
    </message>
    <message>
        <source>Show downloads</source>
        <translation>Downloads zeigen</translation>
    </message>
    <message>
        <source>Retry failed</source>
        <translation>Fehlgeschlagene wiederholen</translation>
    </message>
    <message>
        <source>Show setting</source>
        <translation>Einstellung zeigen</translation>
    </message>
    <message>
        <source>Change limit</source>
        <translation>Grenze ändern</translation>
    </message>
    <message>
        <source>Verify all videos</source>
        <translation>Alle Videos überprüfen</translation>
    </message>
    <message>
        <source>Raise limit</source>
        <translation>Grenze erhöhen</translation>
    </message>
    <message>
        <source>Turn caching on</source>
        <translation>Caching einschalten</translation>
    </message>
    <message>
        <source>Show log</source>
        <translation>Protokoll zeigen</translation>
    </message>
    <message>
        <source>Upload it, or correct the URL in the project.</source>
        <translation>Laden Sie es hoch, oder berichtigen Sie die URL im Projekt.</translation>
    </message>
    <message>
        <source>Make the bucket public, or prepare again with a fresh signed URL.</source>
        <translation>Machen Sie den Bucket öffentlich, oder bereiten Sie mit einer frisch signierten URL neu vor.</translation>
    </message>
    <message>
        <source>Look after the network, then retry.</source>
        <translation>Prüfen Sie das Netzwerk, und wiederholen Sie dann.</translation>
    </message>
    <message>
        <source>Retry later; a custom domain would not be throttled.</source>
        <translation>Wiederholen Sie später; eine eigene Domain würde nicht gedrosselt.</translation>
    </message>
    <message>
        <source>The URL must lead to the video itself, not to a web page.</source>
        <translation>Die URL muss zum Video selbst führen, nicht zu einer Webseite.</translation>
    </message>
    <message>
        <source>Raise the limit in Settings, or clear videos.</source>
        <translation>Erhöhen Sie die Grenze in den Einstellungen, oder entfernen Sie Videos.</translation>
    </message>
    <message>
        <source>Free some disk space, then retry.</source>
        <translation>Schaffen Sie Platz auf dem Datenträger, und wiederholen Sie dann.</translation>
    </message>
    <message>
        <source>Retry; if it fails again, the log says more.</source>
        <translation>Wiederholen Sie; schlägt es erneut fehl, sagt das Protokoll mehr.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln problems</source>
        <translation>
            <numerusform>%Ln Problem</numerusform>
            <numerusform>%Ln Probleme</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln warnings</source>
        <translation>
            <numerusform>%Ln Warnung</numerusform>
            <numerusform>%Ln Warnungen</numerusform>
        </translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Nicht bekannt</translation>
    </message>
    <message>
        <source>All is well</source>
        <translation>Alles ist in Ordnung</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>%1 could not be downloaded</source>
        <translation>%1 konnte nicht heruntergeladen werden</translation>
    </message>
    <message>
        <source>Renders keep the original URL.</source>
        <translation>Rendervorgänge behalten die Original-URL.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
</context>
<context>
    <name>r2cache::HealthFixes</name>
    <message>
        <source>Putting the cache in order…</source>
        <translation>Der Cache wird aufgeräumt…</translation>
    </message>
    <message>
        <source>The cache is in order; nothing had to be removed.</source>
        <translation>Der Cache ist in Ordnung; es musste nichts entfernt werden.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln videos were removed, %1 freed.</source>
        <translation>
            <numerusform>%Ln Video wurde entfernt, %1 sind wieder frei.</numerusform>
            <numerusform>%Ln Videos wurden entfernt, %1 sind wieder frei.</numerusform>
        </translation>
    </message>
    <message>
        <source>No video has expired; nothing was removed.</source>
        <translation>Kein Video ist abgelaufen; es wurde nichts entfernt.</translation>
    </message>
    <message>
        <source>Clear expired videos</source>
        <translation>Abgelaufene Videos entfernen</translation>
    </message>
    <message numerus="yes">
        <source>Remove %Ln expired videos?</source>
        <translation>
            <numerusform>%Ln abgelaufenes Video entfernen?</numerusform>
            <numerusform>%Ln abgelaufene Videos entfernen?</numerusform>
        </translation>
    </message>
    <message>
        <source>They are downloaded again when a render asks for them. What renders hold stays.</source>
        <translation>Sie werden erneut heruntergeladen, sobald ein Rendervorgang sie anfordert. Was Rendervorgänge halten, bleibt.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln downloads begin again.</source>
        <translation>
            <numerusform>%Ln Download wird wiederholt.</numerusform>
            <numerusform>%Ln Downloads werden wiederholt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Caching is on.</source>
        <translation>Caching ist eingeschaltet.</translation>
    </message>
    <message>
        <source>CACHE_ENABLED is saved, but %1 says otherwise and wins.</source>
        <translation>CACHE_ENABLED ist gespeichert, aber %1 sagt etwas anderes und hat Vorrang.</translation>
    </message>
    <message>
        <source>All videos are being verified in the background.</source>
        <translation>Alle Videos werden im Hintergrund überprüft.</translation>
    </message>
</context>
<context>
    <name>r2cache::HealthPage</name>
    <message>
        <source>Health</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Erneut prüfen</translation>
    </message>
    <message>
        <source>Overall</source>
        <translation>Insgesamt</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Measure anew, and read a video through the proxy</source>
        <translation>Neu messen und ein Video durch den Proxy lesen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln checks</source>
        <translation>
            <numerusform>%Ln Prüfung</numerusform>
            <numerusform>%Ln Prüfungen</numerusform>
        </translation>
    </message>
    <message>
        <source>last checked at %1</source>
        <translation>zuletzt geprüft um %1</translation>
    </message>
    <message>
        <source>Looked at all the time; the servers are asked each minute, the index is read once a day.</source>
        <translation>Wird ständig beobachtet; die Server werden jede Minute gefragt, der Index wird einmal am Tag gelesen.</translation>
    </message>
    <message>
        <source>Reading %1 through it took %2 ms.</source>
        <translation>%1 wurde durch den Proxy in %2 ms gelesen.</translation>
    </message>
    <message>
        <source>Reading %1 through it failed: %2</source>
        <translation>%1 ließ sich durch den Proxy nicht lesen: %2</translation>
    </message>
</context>
<context>
    <name>r2cache::HeldConfigs</name>
    <message numerus="yes">
        <source>%Ln videos stay in the cache for “%1” until %2.</source>
        <translation>
            <numerusform>%Ln Video bleibt für „%1“ bis %2 im Cache.</numerusform>
            <numerusform>%Ln Videos bleiben für „%1“ bis %2 im Cache.</numerusform>
        </translation>
    </message>
    <message>
        <source>The videos of “%1” stay in the cache.</source>
        <translation>Die Videos von „%1“ bleiben im Cache.</translation>
    </message>
    <message>
        <source>End lease</source>
        <translation>Lease beenden</translation>
    </message>
    <message>
        <source>They may be evicted then, when space is needed.</source>
        <translation>Danach können sie verdrängt werden, wenn Platz gebraucht wird.</translation>
    </message>
    <message>
        <source>End the lease for %1</source>
        <translation>Lease für %1 beenden</translation>
    </message>
</context>
<context>
    <name>r2cache::Help</name>
    <message>
        <source>R2 Video Cache %1</source>
        <translation>R2 Video Cache %1</translation>
    </message>
    <message>
        <source>Qt %1, built with %2</source>
        <translation>Qt %1, gebaut mit %2</translation>
    </message>
    <message>
        <source>System: %1, %2</source>
        <translation>System: %1, %2</translation>
    </message>
    <message>
        <source>Service: %1</source>
        <translation>Dienst: %1</translation>
    </message>
    <message>
        <source>About R2 Video Cache</source>
        <translation>Über R2 Video Cache</translation>
    </message>
    <message>
        <source>Keeps the R2 videos of renders on this machine.

Free software under the GNU General Public License, version 3 or later, without any warranty. Made with Qt (LGPL 3; Qt HTTP Server: GPL 3), QCoro (MIT), tl::expected (CC0), SQLite (public domain) and OpenSSL (Apache 2.0).</source>
        <translation>Bewahrt die R2-Videos von Rendervorgängen auf diesem Rechner auf.

Freie Software unter der GNU General Public License, Version 3 oder später, ohne jede Gewährleistung. Gebaut mit Qt (LGPL 3; Qt HTTP Server: GPL 3), QCoro (MIT), tl::expected (CC0), SQLite (gemeinfrei) und OpenSSL (Apache 2.0).</translation>
    </message>
    <message>
        <source>Copy versions</source>
        <translation>Versionen kopieren</translation>
    </message>
    <message>
        <source>About Qt</source>
        <translation>Über Qt</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>Listen</translation>
    </message>
    <message>
        <source>Next and previous line</source>
        <translation>Nächste und vorige Zeile</translation>
    </message>
    <message>
        <source>Up, Down</source>
        <translation>Auf, Ab</translation>
    </message>
    <message>
        <source>First and last line</source>
        <translation>Erste und letzte Zeile</translation>
    </message>
    <message>
        <source>Home, End</source>
        <translation>Pos1, Ende</translation>
    </message>
    <message>
        <source>Actions of the selection</source>
        <translation>Aktionen der Auswahl</translation>
    </message>
    <message>
        <source>Menu, Shift+F10</source>
        <translation>Menü, Umschalt+F10</translation>
    </message>
</context>
<context>
    <name>r2cache::LineChart</name>
    <message>
        <source>Nothing was measured in this time.</source>
        <translation>In dieser Zeit wurde nichts gemessen.</translation>
    </message>
    <message>
        <source>From %1 to %2: at most %3 (%4), at least %5, in the end %6.</source>
        <translation>Von %1 bis %2: höchstens %3 (%4), mindestens %5, am Ende %6.</translation>
    </message>
    <message>
        <source>Nothing measured yet</source>
        <translation>Noch nichts gemessen</translation>
    </message>
</context>
<context>
    <name>r2cache::LogFoot</name>
    <message>
        <source>Log more…</source>
        <translation>Mehr protokollieren…</translation>
    </message>
    <message>
        <source>The setting DEBUG says what is logged: cache:* is all</source>
        <translation>Die Einstellung DEBUG bestimmt, was protokolliert wird: cache:* ist alles</translation>
    </message>
    <message numerus="yes">
        <source>%Ln lines</source>
        <translation>
            <numerusform>%Ln Zeile</numerusform>
            <numerusform>%Ln Zeilen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>None of %Ln lines matches</source>
        <translation>
            <numerusform>Keine passende unter %Ln Zeile</numerusform>
            <numerusform>Keine passende unter %Ln Zeilen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln lines</source>
        <translation>
            <numerusform>%1 von %Ln Zeile</numerusform>
            <numerusform>%1 von %Ln Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message numerus="yes">
        <source>%Ln new below</source>
        <translation>
            <numerusform>%Ln neue unten</numerusform>
            <numerusform>%Ln neue unten</numerusform>
        </translation>
    </message>
    <message>
        <source>To the newest</source>
        <translation>Zur neuesten</translation>
    </message>
</context>
<context>
    <name>r2cache::LogModel</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
</context>
<context>
    <name>r2cache::LogPage</name>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern…</translation>
    </message>
    <message>
        <source>Copy the selected lines, or all that are shown</source>
        <translation>Die ausgewählten Zeilen kopieren oder alle, die gezeigt werden</translation>
    </message>
    <message>
        <source>Save the lines that are shown</source>
        <translation>Die Zeilen speichern, die gezeigt werden</translation>
    </message>
    <message>
        <source>Only this part</source>
        <translation>Nur dieser Teil</translation>
    </message>
    <message>
        <source>Search the log</source>
        <translation>Protokoll durchsuchen</translation>
    </message>
    <message>
        <source>All levels</source>
        <translation>Alle Stufen</translation>
    </message>
    <message>
        <source>Info and above</source>
        <translation>Info und höher</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>Warnungen und Fehler</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Lowest level shown</source>
        <translation>Niedrigste gezeigte Stufe</translation>
    </message>
    <message>
        <source>Part of the program</source>
        <translation>Teil des Programms</translation>
    </message>
    <message>
        <source>Stop taking new lines, to read in peace</source>
        <translation>Keine neuen Zeilen aufnehmen, um in Ruhe zu lesen</translation>
    </message>
    <message>
        <source>The whole line</source>
        <translation>Die ganze Zeile</translation>
    </message>
    <message>
        <source>Nothing is logged yet</source>
        <translation>Noch nichts protokolliert</translation>
    </message>
    <message>
        <source>What the service does and what goes wrong will stand here.</source>
        <translation>Was der Dienst tut und was schiefgeht, wird hier stehen.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>All parts</source>
        <translation>Alle Teile</translation>
    </message>
    <message>
        <source>Could not write %1: %2.</source>
        <translation>%1 konnte nicht geschrieben werden: %2.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln lines are in the clipboard.</source>
        <translation>
            <numerusform>%Ln Zeile ist in der Zwischenablage.</numerusform>
            <numerusform>%Ln Zeilen sind in der Zwischenablage.</numerusform>
        </translation>
    </message>
    <message>
        <source>Save the log</source>
        <translation>Protokoll speichern</translation>
    </message>
    <message>
        <source>Logs (*.log *.txt)</source>
        <translation>Protokolle (*.log *.txt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>The log was saved as %1.</source>
        <translation>Das Protokoll wurde als %1 gespeichert.</translation>
    </message>
</context>
<context>
    <name>r2cache::LogTable</name>
    <message>
        <source>Lines of the log</source>
        <translation>Zeilen des Protokolls</translation>
    </message>
</context>
<context>
    <name>r2cache::MainWindow</name>
    <message>
        <source>The service is gone: %1 Reconnecting…</source>
        <translation>Der Dienst ist nicht mehr erreichbar: %1 Die Verbindung wird neu aufgebaut…</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>The service refuses the token: set CACHE_API_TOKEN to the one in its token file. %1</source>
        <translation>Der Dienst lehnt das Token ab: Setzen Sie CACHE_API_TOKEN auf das aus seiner Token-Datei. %1</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Not reachable</source>
        <translation>Nicht erreichbar</translation>
    </message>
    <message>
        <source>All is well</source>
        <translation>Alles ist in Ordnung</translation>
    </message>
    <message>
        <source>Port %1 is taken.</source>
        <translation>Port %1 ist belegt.</translation>
    </message>
    <message>
        <source>Port %1 is taken by %2.</source>
        <translation>Port %1 ist von %2 belegt.</translation>
    </message>
    <message>
        <source>The REST API listens on port %1 instead.</source>
        <translation>Die REST-API lauscht stattdessen auf Port %1.</translation>
    </message>
    <message>
        <source>The video proxy listens on port %1 instead.</source>
        <translation>Der Videoproxy lauscht stattdessen auf Port %1.</translation>
    </message>
</context>
<context>
    <name>r2cache::Navigation</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
</context>
<context>
    <name>r2cache::Notifier</name>
    <message>
        <source>See the page Health.</source>
        <translation>Siehe Seite „Zustand“.</translation>
    </message>
    <message>
        <source>The cache needs attention</source>
        <translation>Der Cache braucht Aufmerksamkeit</translation>
    </message>
    <message>
        <source>%1 could not be downloaded</source>
        <translation>%1 konnte nicht heruntergeladen werden</translation>
    </message>
    <message numerus="yes">
        <source>%Ln videos could not be downloaded</source>
        <translation>
            <numerusform>%Ln Video konnte nicht heruntergeladen werden</numerusform>
            <numerusform>%Ln Videos konnten nicht heruntergeladen werden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln videos are ready</source>
        <translation>
            <numerusform>%Ln Video ist bereit</numerusform>
            <numerusform>%Ln Videos sind bereit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln keep their original URL</source>
        <translation>
            <numerusform>%Ln behält seine Original-URL</numerusform>
            <numerusform>%Ln behalten ihre Original-URL</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::OverviewCharts</name>
    <message>
        <source>%1 MB/s</source>
        <translation>%1 MB/s</translation>
    </message>
    <message>
        <source>Throughput served, MB/s</source>
        <translation>Ausgelieferter Durchsatz, MB/s</translation>
    </message>
    <message>
        <source>Hit rate, %</source>
        <translation>Trefferquote, %</translation>
    </message>
    <message>
        <source>How far the charts go back</source>
        <translation>Wie weit die Diagramme zurückreichen</translation>
    </message>
    <message>
        <source>1 h</source>
        <translation>1 h</translation>
    </message>
    <message>
        <source>24 h</source>
        <translation>24 h</translation>
    </message>
    <message>
        <source>30 d</source>
        <translation>30 d</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>Letzte Stunde</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>Letzte 24 Stunden</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>now %1</source>
        <translation>jetzt %1</translation>
    </message>
</context>
<context>
    <name>r2cache::OverviewFigures</name>
    <message>
        <source>of %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Hit rate, last 24 h</source>
        <translation>Trefferquote, letzte 24 h</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Share of the cache&apos;s limit that is used</source>
        <translation>Belegter Anteil der Cache-Grenze</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Datenträger</translation>
    </message>
    <message>
        <source>Share of the disk that is used</source>
        <translation>Belegter Anteil des Datenträgers</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>All checks</source>
        <translation>Alle Prüfungen</translation>
    </message>
    <message>
        <source>%1 served, %2 fetched</source>
        <translation>%1 ausgeliefert, %2 geholt</translation>
    </message>
    <message>
        <source>No video was read.</source>
        <translation>Kein Video wurde gelesen.</translation>
    </message>
    <message>
        <source>%1 of %2 entries</source>
        <translation>%1 von %2 Einträgen</translation>
    </message>
    <message>
        <source>%1 · %2 filling</source>
        <translation>%1 · %2 werden geladen</translation>
    </message>
    <message>
        <source>The disk cannot be measured.</source>
        <translation>Der Datenträger lässt sich nicht messen.</translation>
    </message>
    <message>
        <source>%1 free of %2</source>
        <translation>%1 frei von %2</translation>
    </message>
    <message>
        <source>keeps at least %1 free</source>
        <translation>hält mindestens %1 frei</translation>
    </message>
    <message numerus="yes">
        <source>%Ln checks, nothing to do</source>
        <translation>
            <numerusform>%Ln Prüfung, nichts zu tun</numerusform>
            <numerusform>%Ln Prüfungen, nichts zu tun</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::OverviewPage</name>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
</context>
<context>
    <name>r2cache::Page</name>
    <message>
        <source>This page could not be loaded</source>
        <translation>Diese Seite konnte nicht geladen werden</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen…</translation>
    </message>
    <message>
        <source>The cache could not be started</source>
        <translation>Der Cache konnte nicht gestartet werden</translation>
    </message>
    <message>
        <source>The service refuses the token</source>
        <translation>Der Dienst lehnt das Token ab</translation>
    </message>
    <message>
        <source>The service cannot be reached</source>
        <translation>Der Dienst ist nicht erreichbar</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet…</translation>
    </message>
</context>
<context>
    <name>r2cache::PhaseBar</name>
    <message>
        <source>Phases: %1</source>
        <translation>Phasen: %1</translation>
    </message>
</context>
<context>
    <name>r2cache::PreCacheDialog</name>
    <message>
        <source>Pre-cache videos</source>
        <translation>Videos vorab laden</translation>
    </message>
    <message>
        <source>&amp;URLs of videos, one a line:</source>
        <translation>&amp;URLs von Videos, eine je Zeile:</translation>
    </message>
    <message>
        <source>Pre-cache</source>
        <translation>Vorab laden</translation>
    </message>
    <message>
        <source>They are downloaded beside what is going on; close this window at once.</source>
        <translation>Sie werden neben allem anderen heruntergeladen; dieses Fenster können Sie gleich schließen.</translation>
    </message>
</context>
<context>
    <name>r2cache::Preparation</name>
    <message>
        <source>%1 waits until this one is finished.</source>
        <translation>%1 wartet, bis diese fertig ist.</translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation>%1 wurde gespeichert.</translation>
    </message>
    <message>
        <source>The service was restarted meanwhile: prepare again. What is here stays here.</source>
        <translation>Der Dienst wurde inzwischen neu gestartet: Bereiten Sie neu vor. Was da ist, bleibt da.</translation>
    </message>
    <message>
        <source>The service has dropped the rewritten config, as other large ones came: prepare again.</source>
        <translation>Der Dienst hat die umgeschriebene Konfiguration verworfen, als andere große kamen: Bereiten Sie neu vor.</translation>
    </message>
</context>
<context>
    <name>r2cache::PrepareModel</name>
    <message>
        <source>the config itself</source>
        <translation>die Konfiguration selbst</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %Ln more</source>
        <translation>
            <numerusform>%1 und %Ln weitere</numerusform>
            <numerusform>%1 und %Ln weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>small?</source>
        <comment>estimated size</comment>
        <translation>klein?</translation>
    </message>
    <message>
        <source>medium?</source>
        <comment>estimated size</comment>
        <translation>mittel?</translation>
    </message>
    <message>
        <source>large?</source>
        <comment>estimated size</comment>
        <translation>groß?</translation>
    </message>
    <message>
        <source>low</source>
        <comment>quality</comment>
        <translation>niedrig</translation>
    </message>
    <message>
        <source>medium</source>
        <comment>quality</comment>
        <translation>mittel</translation>
    </message>
    <message>
        <source>high</source>
        <comment>quality</comment>
        <translation>hoch</translation>
    </message>
    <message>
        <source>UHD</source>
        <comment>quality</comment>
        <translation>UHD</translation>
    </message>
    <message>
        <source>cached</source>
        <translation>im Cache</translation>
    </message>
    <message>
        <source>keeps its URL: %1</source>
        <translation>behält seine URL: %1</translation>
    </message>
    <message>
        <source>keeps its URL</source>
        <translation>behält seine URL</translation>
    </message>
    <message>
        <source>keeps its URL. %1</source>
        <translation>behält seine URL. %1</translation>
    </message>
    <message>
        <source>left out. %1</source>
        <translation>ausgelassen. %1</translation>
    </message>
    <message>
        <source>will be downloaded</source>
        <translation>wird noch heruntergeladen</translation>
    </message>
    <message>
        <source>problematic. %1</source>
        <translation>problematisch. %1</translation>
    </message>
    <message>
        <source>Where in the config</source>
        <translation>Wo in der Konfiguration</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Ursprung</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Left</source>
        <comment>time left</comment>
        <translation>Restzeit</translation>
    </message>
</context>
<context>
    <name>r2cache::PrepareOptions</name>
    <message>
        <source>&amp;Leave out problematic</source>
        <translation>Ohne &amp;problematische</translation>
    </message>
    <message>
        <source>Those that are larger than allowed, probably large, or have failed three times in a day: they keep their URL.</source>
        <translation>Solche, die größer als erlaubt sind, wahrscheinlich groß sind oder dreimal an einem Tag fehlgeschlagen sind: Sie behalten ihre URL.</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>Larger videos are problematic.</source>
        <translation>Größere Videos sind problematisch.</translation>
    </message>
    <message>
        <source>small ones</source>
        <translation>kleine</translation>
    </message>
    <message>
        <source>high quality</source>
        <translation>hohe Qualität</translation>
    </message>
    <message>
        <source>most used</source>
        <translation>meistgenutzte</translation>
    </message>
    <message>
        <source>What is downloaded first.</source>
        <translation>Was zuerst heruntergeladen wird.</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Parts of URLs, or patterns with *, separated by commas: intro, */drafts/*</source>
        <translation>Teile von URLs oder Muster mit *, durch Kommas getrennt: intro, */drafts/*</translation>
    </message>
    <message>
        <source>La&amp;rger than</source>
        <translation>&amp;Größer als</translation>
    </message>
    <message>
        <source>&amp;Quality</source>
        <translation>&amp;Qualität</translation>
    </message>
    <message>
        <source>&amp;First</source>
        <translation>&amp;Zuerst</translation>
    </message>
    <message>
        <source>&amp;Only</source>
        <translation>&amp;Nur</translation>
    </message>
    <message>
        <source>&amp;Not</source>
        <translation>&amp;Ohne</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Niedrig</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>UHD</source>
        <translation>UHD</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Nicht bekannt</translation>
    </message>
    <message>
        <source>As the words in a URL tell: 720p, 4k, preview …</source>
        <translation>Nach den Wörtern in einer URL: 720p, 4k, preview …</translation>
    </message>
    <message>
        <source>any</source>
        <translation>beliebig</translation>
    </message>
    <message numerus="yes">
        <source>%Ln of five</source>
        <translation>
            <numerusform>%Ln von fünf</numerusform>
            <numerusform>%Ln von fünf</numerusform>
        </translation>
    </message>
    <message>
        <source>Quality: %1</source>
        <translation>Qualität: %1</translation>
    </message>
    <message>
        <source>those named</source>
        <translation>benannte</translation>
    </message>
    <message>
        <source>intro, */scene-1/* = high, drafts = low</source>
        <translation>intro, */szene-1/* = high, entwurf = low</translation>
    </message>
    <message>
        <source>Parts of URLs, or patterns with *, separated by commas. Each is high, or what stands behind =: high, medium, low. What fits none is medium.</source>
        <translation>Teile von URLs oder Muster mit *, durch Kommas getrennt. Jedes ist high oder, was hinter = steht: high, medium, low. Was auf keines passt, ist medium.</translation>
    </message>
    <message>
        <source>Or&amp;der</source>
        <translation>&amp;Reihenfolge</translation>
    </message>
</context>
<context>
    <name>r2cache::PreparePage</name>
    <message>
        <source>Prepare</source>
        <translation>Vorbereiten</translation>
    </message>
    <message>
        <source>Drop a config here</source>
        <translation>Konfiguration hier ablegen</translation>
    </message>
    <message>
        <source>Drop another config here, or</source>
        <translation>Andere Konfiguration hier ablegen oder</translation>
    </message>
    <message>
        <source>The JSON with a Remotion project&apos;s input props, as a file or as text. Its R2 videos are cached, and you get it back with local URLs; all else in it stays as it is.</source>
        <translation>Das JSON mit den Input-Props eines Remotion-Projekts, als Datei oder als Text. Seine R2-Videos kommen in den Cache, und Sie erhalten es mit lokalen URLs zurück; alles andere darin bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>Open one…</source>
        <translation>Eine öffnen…</translation>
    </message>
    <message>
        <source>now:</source>
        <translation>jetzt:</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen…</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Prepare again</source>
        <translation>Neu vorbereiten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Copy config</source>
        <translation>Konfiguration kopieren</translation>
    </message>
    <message>
        <source>Save rewritten config…</source>
        <translation>Umgeschriebene Konfiguration speichern…</translation>
    </message>
    <message>
        <source>That is no config: it is JSON, as a file or as text.</source>
        <translation>Das ist keine Konfiguration: Sie ist JSON, als Datei oder als Text.</translation>
    </message>
    <message>
        <source>pasted.json</source>
        <translation>eingefügt.json</translation>
    </message>
    <message>
        <source>Open a config</source>
        <translation>Konfiguration öffnen</translation>
    </message>
    <message>
        <source>JSON (*.json);;All files (*)</source>
        <translation>JSON (*.json);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Save the rewritten config</source>
        <translation>Umgeschriebene Konfiguration speichern</translation>
    </message>
    <message>
        <source>The rewritten config is in the clipboard.</source>
        <translation>Die umgeschriebene Konfiguration ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>then %1</source>
        <translation>danach %1</translation>
    </message>
    <message numerus="yes">
        <source>then %1 and %Ln more</source>
        <translation>
            <numerusform>danach %1 und %Ln weitere</numerusform>
            <numerusform>danach %1 und %Ln weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>videos finished of all</comment>
        <translation>%1 von %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln URLs of %1 look like videos, but that is no R2 host. If it is yours, add it in Settings, Custom domains.</source>
        <translation>
            <numerusform>%Ln URL von %1 sieht nach einem Video aus, aber das ist kein R2-Host. Wenn er Ihnen gehört: in Einstellungen, Eigene Domains eintragen.</numerusform>
            <numerusform>%Ln URLs von %1 sehen nach Videos aus, aber das ist kein R2-Host. Wenn er Ihnen gehört: in Einstellungen, Eigene Domains eintragen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::PrepareProgress</name>
    <message>
        <source>Progress of all videos</source>
        <translation>Fortschritt aller Videos</translation>
    </message>
    <message>
        <source>Looking for R2 videos…</source>
        <translation>R2-Videos werden gesucht…</translation>
    </message>
    <message>
        <source>No R2 video is in this config: nothing has to be prepared.</source>
        <translation>In dieser Konfiguration ist kein R2-Video: Es muss nichts vorbereitet werden.</translation>
    </message>
    <message>
        <source>Asking the origins for true sizes…</source>
        <translation>Die Ursprünge werden nach den wahren Größen gefragt…</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message numerus="yes">
        <source>All %Ln videos are local</source>
        <translation>
            <numerusform>%Ln Video ist lokal</numerusform>
            <numerusform>Alle %Ln Videos sind lokal</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 videos are local</source>
        <translation>%1 von %2 Videos sind lokal</translation>
    </message>
</context>
<context>
    <name>r2cache::PrepareSums</name>
    <message>
        <source>R2 videos</source>
        <translation>R2-Videos</translation>
    </message>
    <message>
        <source>Cached already</source>
        <translation>Schon im Cache</translation>
    </message>
    <message>
        <source>To fetch</source>
        <translation>Zu holen</translation>
    </message>
    <message>
        <source>Keep their URL</source>
        <translation>Behalten ihre URL</translation>
    </message>
</context>
<context>
    <name>r2cache::PrepareTable</name>
    <message>
        <source>Videos of the config</source>
        <translation>Videos der Konfiguration</translation>
    </message>
    <message>
        <source>Copy URL</source>
        <translation>URL kopieren</translation>
    </message>
    <message>
        <source>Copy place in the config</source>
        <translation>Stelle in der Konfiguration kopieren</translation>
    </message>
    <message numerus="yes">
        <source>%Ln URLs are in the clipboard.</source>
        <translation>
            <numerusform>%Ln URL ist in der Zwischenablage.</numerusform>
            <numerusform>%Ln URLs sind in der Zwischenablage.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln places are in the clipboard.</source>
        <translation>
            <numerusform>%Ln Stelle ist in der Zwischenablage.</numerusform>
            <numerusform>%Ln Stellen sind in der Zwischenablage.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::RemovalQuestion</name>
    <message>
        <source>Delete %1, %2?</source>
        <translation>%1 (%2) löschen?</translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln videos, %1?</source>
        <translation>
            <numerusform>%Ln Video (%1) löschen?</numerusform>
            <numerusform>%Ln Videos (%1) löschen?</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete all videos that the list shows?</source>
        <translation>Alle Videos in der Liste löschen?</translation>
    </message>
    <message>
        <source>Delete all %1 videos, %2?</source>
        <translation>Alle %1 Videos (%2) löschen?</translation>
    </message>
    <message>
        <source>Delete all videos?</source>
        <translation>Alle Videos löschen?</translation>
    </message>
    <message>
        <source>They are downloaded again when a render asks for them.</source>
        <translation>Sie werden erneut heruntergeladen, sobald ein Rendervorgang sie anfordert.</translation>
    </message>
    <message>
        <source>What renders hold stays.</source>
        <translation>Was Rendervorgänge halten, bleibt.</translation>
    </message>
    <message>
        <source>A render holds it: it stays as long as that runs.</source>
        <translation>Ein Rendervorgang hält es: Es bleibt, solange er läuft.</translation>
    </message>
    <message>
        <source>It is pinned.</source>
        <translation>Es ist angeheftet.</translation>
    </message>
    <message>
        <source>It is downloaded again when a render asks for it.</source>
        <translation>Es wird erneut heruntergeladen, sobald ein Rendervorgang es anfordert.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln are held by renders and stay.</source>
        <translation>
            <numerusform>%Ln wird von Rendervorgängen gehalten und bleibt.</numerusform>
            <numerusform>%Ln werden von Rendervorgängen gehalten und bleiben.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them are pinned.</source>
        <translation>
            <numerusform>%Ln davon ist angeheftet.</numerusform>
            <numerusform>%Ln davon sind angeheftet.</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete videos</source>
        <translation>Videos löschen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln videos were deleted, %1.</source>
        <translation>
            <numerusform>%Ln Video wurde gelöscht, %1.</numerusform>
            <numerusform>%Ln Videos wurden gelöscht, %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln videos were deleted.</source>
        <translation>
            <numerusform>%Ln Video wurde gelöscht.</numerusform>
            <numerusform>%Ln Videos wurden gelöscht.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::RenderDetails</name>
    <message>
        <source>caching</source>
        <translation>Cachen</translation>
    </message>
    <message>
        <source>bundling</source>
        <translation>Bündeln</translation>
    </message>
    <message>
        <source>rendering</source>
        <translation>Rendern</translation>
    </message>
    <message>
        <source>encoding</source>
        <translation>Kodieren</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Copy the whole report as JSON</source>
        <translation>Den ganzen Bericht als JSON kopieren</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Caching took</source>
        <translation>Dauer des Cachens</translation>
    </message>
    <message>
        <source>Exit code</source>
        <translation>Exit-Code</translation>
    </message>
    <message>
        <source>Cached videos</source>
        <translation>Videos im Cache</translation>
    </message>
    <message>
        <source>Hits, misses</source>
        <translation>Treffer, Fehlzugriffe</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>From cache</source>
        <translation>Aus dem Cache</translation>
    </message>
    <message>
        <source>From origin</source>
        <translation>Vom Ursprung</translation>
    </message>
    <message>
        <source>Slowest</source>
        <translation>Am langsamsten</translation>
    </message>
    <message numerus="yes">
        <source>%Ln videos kept their original URL</source>
        <translation>
            <numerusform>%Ln Video behielt seine Original-URL</numerusform>
            <numerusform>%Ln Videos behielten ihre Original-URL</numerusform>
        </translation>
    </message>
    <message>
        <source>kept its original URL</source>
        <translation>behielt seine Original-URL</translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>und %Ln weiteres</numerusform>
            <numerusform>und %Ln weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::RendersModel</name>
    <message>
        <source>render</source>
        <translation>Rendervorgang</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln videos were read from the origin</source>
        <translation>
            <numerusform>%Ln Video wurde vom Ursprung gelesen</numerusform>
            <numerusform>%Ln Videos wurden vom Ursprung gelesen</numerusform>
        </translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Composition</source>
        <translation>Komposition</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Time of the whole render, minutes and seconds</source>
        <translation>Zeit des ganzen Rendervorgangs, Minuten und Sekunden</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>Im Cache</translation>
    </message>
    <message>
        <source>Videos that were in the cache for it</source>
        <translation>Videos, die dafür im Cache waren</translation>
    </message>
    <message>
        <source>Hits</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>Reads that the cache answered</source>
        <translation>Lesezugriffe, die der Cache beantwortet hat</translation>
    </message>
    <message>
        <source>From cache</source>
        <translation>Aus dem Cache</translation>
    </message>
    <message>
        <source>Bytes that did not have to be fetched</source>
        <translation>Bytes, die nicht geholt werden mussten</translation>
    </message>
    <message>
        <source>From origin</source>
        <translation>Vom Ursprung</translation>
    </message>
    <message>
        <source>Bytes that were fetched for it</source>
        <translation>Bytes, die dafür geholt wurden</translation>
    </message>
    <message>
        <source>Fallbacks</source>
        <translation>Fallbacks</translation>
    </message>
    <message>
        <source>Videos that kept their original URL</source>
        <translation>Videos, die ihre Original-URL behielten</translation>
    </message>
</context>
<context>
    <name>r2cache::RendersPage</name>
    <message>
        <source>Renders</source>
        <translation>Rendern</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Reports of renders</source>
        <translation>Berichte von Rendervorgängen</translation>
    </message>
    <message>
        <source>No renders yet</source>
        <translation>Noch keine Rendervorgänge</translation>
    </message>
    <message>
        <source>Render with &quot;r2cache render&quot; and its report comes here: what was cached, how long it took, what was read from the origin. Scripts of your own post theirs to /api/cache/renders.</source>
        <translation>Rendern Sie mit „r2cache render“, und der Bericht erscheint hier: was im Cache war, wie lange es dauerte, was vom Ursprung gelesen wurde. Eigene Skripte senden ihre Berichte per POST an /api/cache/renders.</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>Befehl kopieren</translation>
    </message>
    <message>
        <source>The command is in the clipboard: %1</source>
        <translation>Der Befehl ist in der Zwischenablage: %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln reports</source>
        <translation>
            <numerusform>%Ln Bericht</numerusform>
            <numerusform>%Ln Berichte</numerusform>
        </translation>
    </message>
    <message>
        <source>The report is in the clipboard.</source>
        <translation>Der Bericht ist in der Zwischenablage.</translation>
    </message>
</context>
<context>
    <name>r2cache::SavedCard</name>
    <message numerus="yes">
        <source>about %Ln days</source>
        <translation>
            <numerusform>etwa %Ln Tag</numerusform>
            <numerusform>etwa %Ln Tage</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln hours</source>
        <translation>
            <numerusform>etwa %Ln Stunde</numerusform>
            <numerusform>etwa %Ln Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln minutes</source>
        <translation>
            <numerusform>etwa %Ln Minute</numerusform>
            <numerusform>etwa %Ln Minuten</numerusform>
        </translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>weniger als eine Minute</translation>
    </message>
    <message>
        <source>Saved so far</source>
        <translation>Bisher gespart</translation>
    </message>
    <message>
        <source>that origins did not have to send again: %1 were read from here, %2 were downloaded for it.</source>
        <translation>die Ursprünge nicht noch einmal senden mussten: %1 wurden von hier gelesen, %2 dafür heruntergeladen.</translation>
    </message>
    <message>
        <source>A video pays off as soon as it is read a second time: %1 were read from here so far, %2 were downloaded.</source>
        <translation>Ein Video lohnt sich, sobald es ein zweites Mal gelesen wird: Bisher wurden %1 von hier gelesen, %2 heruntergeladen.</translation>
    </message>
    <message>
        <source>Downloading them again would have taken %1, at the %2 that a download has on average.</source>
        <translation>Sie noch einmal herunterzuladen hätte %1 gedauert, bei den %2, die ein Download im Mittel hat.</translation>
    </message>
</context>
<context>
    <name>r2cache::SettingEditor</name>
    <message>
        <source>on</source>
        <translation>ein</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
    <message>
        <source>lru: least recently used</source>
        <translation>lru: am längsten nicht verwendet</translation>
    </message>
    <message>
        <source>gdsf: rarely used and large</source>
        <translation>gdsf: selten verwendet und groß</translation>
    </message>
    <message>
        <source>s3fifo: used only once</source>
        <translation>s3fifo: nur einmal verwendet</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Where the videos are</source>
        <translation>Wo die Videos liegen</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>nicht gesetzt</translation>
    </message>
    <message>
        <source>set, never shown</source>
        <translation>gesetzt, wird nie gezeigt</translation>
    </message>
</context>
<context>
    <name>r2cache::SettingLine</name>
    <message>
        <source>Back to the default: %1</source>
        <translation>Zurück zum Standard: %1</translation>
    </message>
    <message>
        <source>Allowed: %1.</source>
        <translation>Erlaubt: %1.</translation>
    </message>
    <message>
        <source>back to the default, not applied yet</source>
        <translation>zurück zum Standard, noch nicht übernommen</translation>
    </message>
    <message>
        <source>not applied yet</source>
        <translation>noch nicht übernommen</translation>
    </message>
    <message>
        <source>%1 · waits for a restart</source>
        <translation>%1 · wartet auf einen Neustart</translation>
    </message>
    <message>
        <source>%1 · changed only where it runs</source>
        <translation>%1 · nur vor Ort zu ändern</translation>
    </message>
    <message>
        <source>%1 is not changed over the network: set it in .env or in the environment of r2cache, on the machine where the service runs.</source>
        <translation>%1 wird nicht über das Netz geändert: Setzen Sie es in .env oder in der Umgebung von r2cache, auf dem Rechner, auf dem der Dienst läuft.</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Comes from: %1. A change takes effect: %2.</source>
        <translation>Herkunft: %1. Eine Änderung wirkt: %2.</translation>
    </message>
    <message>
        <source>Forget the saved value: back to the default</source>
        <translation>Den gespeicherten Wert vergessen: zurück zum Standard</translation>
    </message>
    <message>
        <source>Undo the change</source>
        <translation>Die Änderung zurücknehmen</translation>
    </message>
</context>
<context>
    <name>r2cache::SettingTable</name>
    <message>
        <source>Off: configs come back unchanged and nothing is downloaded; cached files are still served.</source>
        <translation>Aus: Konfigurationen kommen unverändert zurück, und nichts wird heruntergeladen; Dateien im Cache werden weiter ausgeliefert.</translation>
    </message>
    <message>
        <source>Where the videos are; a relative path starts at the .env file that names it, otherwise at the working directory.</source>
        <translation>Wo die Videos liegen; ein relativer Pfad beginnt bei der .env-Datei, die ihn nennt, sonst beim Arbeitsverzeichnis.</translation>
    </message>
    <message>
        <source>Hard limit of the bytes stored: finished files, partials, quarantine.</source>
        <translation>Feste Grenze der gespeicherten Bytes: fertige Dateien, angefangene, Quarantäne.</translation>
    </message>
    <message>
        <source>Hard limit of finished entries.</source>
        <translation>Feste Grenze der fertigen Einträge.</translation>
    </message>
    <message>
        <source>Nothing new is written below this much free disk.</source>
        <translation>Ist weniger als so viel auf dem Datenträger frei, wird nichts Neues geschrieben.</translation>
    </message>
    <message>
        <source>An older entry is revalidated.</source>
        <translation>Bei einem älteren Eintrag wird der Ursprung gefragt, ob er noch gilt.</translation>
    </message>
    <message>
        <source>Port of the range proxy on the loopback addresses.</source>
        <translation>Port des Range-Proxys auf den Loopback-Adressen.</translation>
    </message>
    <message>
        <source>Port of the REST API on the loopback addresses.</source>
        <translation>Port der REST-API auf den Loopback-Adressen.</translation>
    </message>
    <message>
        <source>Whether limits are kept on a schedule too.</source>
        <translation>Ob die Grenzen auch nach einem Zeitplan eingehalten werden.</translation>
    </message>
    <message>
        <source>Time between two background cleanups.</source>
        <translation>Zeit zwischen zwei Aufräumläufen im Hintergrund.</translation>
    </message>
    <message>
        <source>Objects downloaded at a time; more wait in a queue.</source>
        <translation>So viele Objekte werden gleichzeitig heruntergeladen; weitere warten in einer Warteschlange.</translation>
    </message>
    <message>
        <source>Parallel ranges of one object, at most.</source>
        <translation>So viele Bereiche eines Objekts höchstens gleichzeitig.</translation>
    </message>
    <message>
        <source>Further attempts after the first has failed.</source>
        <translation>Weitere Versuche, nachdem der erste fehlgeschlagen ist.</translation>
    </message>
    <message>
        <source>Larger objects are passed through, not stored.</source>
        <translation>Größere Objekte werden durchgereicht, nicht gespeichert.</translation>
    </message>
    <message>
        <source>How fast verifying reads; readers do not feel it at the default.</source>
        <translation>Wie schnell beim Überprüfen gelesen wird; beim Standardwert spüren Leser nichts davon.</translation>
    </message>
    <message>
        <source>Further origins; a scheme and port make an entry exact.</source>
        <translation>Weitere Ursprünge; mit Schema und Port gilt ein Eintrag genau.</translation>
    </message>
    <message>
        <source>Key of private buckets: requests to *.r2.cloudflarestorage.com are signed.</source>
        <translation>Schlüssel privater Buckets: Anfragen an *.r2.cloudflarestorage.com werden signiert.</translation>
    </message>
    <message>
        <source>The secret that belongs to CACHE_R2_ACCESS_KEY_ID.</source>
        <translation>Das Geheimnis, das zu CACHE_R2_ACCESS_KEY_ID gehört.</translation>
    </message>
    <message>
        <source>Web origins besides loopback ones that may read videos or call the API.</source>
        <translation>Web-Ursprünge, die neben denen des Loopbacks Videos lesen oder die API aufrufen dürfen.</translation>
    </message>
    <message>
        <source>Host names besides the loopback ones that both servers answer to.</source>
        <translation>Hostnamen, auf die beide Server neben denen des Loopbacks antworten.</translation>
    </message>
    <message>
        <source>Which entries go first when space is needed.</source>
        <translation>Welche Einträge zuerst gehen, wenn Platz gebraucht wird.</translation>
    </message>
    <message>
        <source>Whether the proxy also answers /fetch/&lt;URL&gt; for allowed origins; test is for HTTP cache test suites and leaves out the container check.</source>
        <translation>Ob der Proxy für erlaubte Ursprünge auch auf /fetch/&lt;URL&gt; antwortet; test ist für Testreihen von HTTP-Caches und lässt die Container-Prüfung aus.</translation>
    </message>
    <message>
        <source>Bearer token of the REST API; generated at first start where none is set.</source>
        <translation>Bearer-Token der REST-API; wird beim ersten Start erzeugt, wenn keines gesetzt ist.</translation>
    </message>
    <message>
        <source>HS256 tokens signed with it are accepted besides the token.</source>
        <translation>Damit signierte HS256-Token werden neben dem Token angenommen.</translation>
    </message>
    <message>
        <source>POSTed when health changes; such URLs are usually secrets.</source>
        <translation>Erhält ein POST, wenn sich der Zustand ändert; solche URLs sind meist geheim.</translation>
    </message>
    <message>
        <source>Draining at the end takes no longer.</source>
        <translation>So lange dauert das geordnete Beenden höchstens.</translation>
    </message>
    <message>
        <source>Where the index is: SQLite in the state directory.</source>
        <translation>Wo der Index ist: SQLite im Zustandsverzeichnis.</translation>
    </message>
    <message>
        <source>Logging categories: cache:*, cache:download; what is not ours is ignored.</source>
        <translation>Protokollkategorien: cache:*, cache:download; fremde werden übergangen.</translation>
    </message>
    <message>
        <source>Proxy for downloads over https.</source>
        <translation>Proxy für Downloads über https.</translation>
    </message>
    <message>
        <source>Proxy for downloads over http.</source>
        <translation>Proxy für Downloads über http.</translation>
    </message>
    <message>
        <source>Hosts reached without a proxy, comma-separated.</source>
        <translation>Hosts, die ohne Proxy erreicht werden, durch Kommas getrennt.</translation>
    </message>
    <message>
        <source>An attempt at a download that makes no progress for a tenth of it, or takes longer than it for each 100 MB, has failed and is made again.</source>
        <translation>Ein Versuch eines Downloads, der ein Zehntel dieser Zeit ohne Fortschritt bleibt oder je 100 MB länger als sie braucht, ist fehlgeschlagen und wird wiederholt.</translation>
    </message>
    <message>
        <source>Limit of all downloads together; 0 or none: there is no limit.</source>
        <translation>Grenze aller Downloads zusammen; 0 oder none: es gibt keine Grenze.</translation>
    </message>
    <message>
        <source>The command of r2cache render where none is given; {composition}, {props} and {output} in it are replaced.</source>
        <translation>Der Befehl von r2cache render, wo keiner angegeben ist; {composition}, {props} und {output} darin werden ersetzt.</translation>
    </message>
</context>
<context>
    <name>r2cache::Settings</name>
    <message>
        <source>Storage</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Freshness and cleaning</source>
        <translation>Gültigkeit und Aufräumen</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message>
        <source>Origins</source>
        <translation>Ursprünge</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>Zugang</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>Cache videos</source>
        <translation>Videos cachen</translation>
    </message>
    <message>
        <source>Directory</source>
        <translation>Verzeichnis</translation>
    </message>
    <message>
        <source>Size limit</source>
        <translation>Größengrenze</translation>
    </message>
    <message>
        <source>Entry limit</source>
        <translation>Grenze der Einträge</translation>
    </message>
    <message>
        <source>Keep free on the disk</source>
        <translation>Auf dem Datenträger freihalten</translation>
    </message>
    <message>
        <source>Fresh for</source>
        <translation>Gültig für</translation>
    </message>
    <message>
        <source>Port of the proxy</source>
        <translation>Port des Proxys</translation>
    </message>
    <message>
        <source>Port of the API</source>
        <translation>Port der API</translation>
    </message>
    <message>
        <source>Clean in the background</source>
        <translation>Im Hintergrund aufräumen</translation>
    </message>
    <message>
        <source>Time between cleanups</source>
        <translation>Zeit zwischen Aufräumläufen</translation>
    </message>
    <message>
        <source>Downloads at a time</source>
        <translation>Gleichzeitige Downloads</translation>
    </message>
    <message>
        <source>Connections per download</source>
        <translation>Verbindungen je Download</translation>
    </message>
    <message>
        <source>Timeout</source>
        <translation>Zeitlimit</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>Wiederholungen</translation>
    </message>
    <message>
        <source>Largest video</source>
        <translation>Größtes Video</translation>
    </message>
    <message>
        <source>Verify rate</source>
        <translation>Tempo des Überprüfens</translation>
    </message>
    <message>
        <source>Rate limit</source>
        <translation>Tempolimit</translation>
    </message>
    <message>
        <source>Custom domains</source>
        <translation>Eigene Domains</translation>
    </message>
    <message>
        <source>R2 access key ID</source>
        <translation>R2-Zugriffsschlüssel-ID</translation>
    </message>
    <message>
        <source>R2 secret access key</source>
        <translation>Geheimer R2-Zugriffsschlüssel</translation>
    </message>
    <message>
        <source>Allowed web origins</source>
        <translation>Erlaubte Web-Ursprünge</translation>
    </message>
    <message>
        <source>Allowed host names</source>
        <translation>Erlaubte Hostnamen</translation>
    </message>
    <message>
        <source>What goes first</source>
        <translation>Was zuerst geht</translation>
    </message>
    <message>
        <source>Render command</source>
        <translation>Render-Befehl</translation>
    </message>
    <message>
        <source>Pull-through</source>
        <translation>Pull-Through</translation>
    </message>
    <message>
        <source>API token</source>
        <translation>API-Token</translation>
    </message>
    <message>
        <source>JWT secret</source>
        <translation>JWT-Geheimnis</translation>
    </message>
    <message>
        <source>Alert webhook</source>
        <translation>Alarm-Webhook</translation>
    </message>
    <message>
        <source>Time to shut down</source>
        <translation>Zeit zum Herunterfahren</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>Logging</source>
        <translation>Protokollierung</translation>
    </message>
    <message>
        <source>Proxy for https</source>
        <translation>Proxy für https</translation>
    </message>
    <message>
        <source>Proxy for http</source>
        <translation>Proxy für http</translation>
    </message>
    <message>
        <source>No proxy for</source>
        <translation>Kein Proxy für</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
    <message>
        <source>%1 to %2, default %3.</source>
        <translation>%1 bis %2, Standard %3.</translation>
    </message>
    <message>
        <source>Default on.</source>
        <translation>Standard: ein.</translation>
    </message>
    <message>
        <source>Default off.</source>
        <translation>Standard: aus.</translation>
    </message>
    <message>
        <source>Default %1.</source>
        <translation>Standard: %1.</translation>
    </message>
    <message>
        <source>Several are separated by commas.</source>
        <translation>Mehrere werden durch Kommas getrennt.</translation>
    </message>
    <message>
        <source>GB</source>
        <translation>GB</translation>
    </message>
    <message>
        <source>Mbit/s</source>
        <translation>Mbit/s</translation>
    </message>
    <message>
        <source>days</source>
        <translation>Tage</translation>
    </message>
    <message>
        <source>hours</source>
        <translation>Stunden</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>sofort</translation>
    </message>
    <message>
        <source>next download</source>
        <translation>ab dem nächsten Download</translation>
    </message>
    <message>
        <source>after a restart</source>
        <translation>nach einem Neustart</translation>
    </message>
    <message>
        <source>default</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>gespeichert</translation>
    </message>
    <message>
        <source>set by the environment</source>
        <translation>durch die Umgebung gesetzt</translation>
    </message>
    <message>
        <source>%1 is set in the environment of r2cache, which counts more than what is saved here: change it there and restart r2cache.</source>
        <translation>%1 ist in der Umgebung von r2cache gesetzt, die mehr gilt als das hier Gespeicherte: Ändern Sie es dort, und starten Sie r2cache neu.</translation>
    </message>
    <message>
        <source>set by %1</source>
        <translation>durch %1 gesetzt</translation>
    </message>
    <message>
        <source>r2cache was started with %1, which counts more than what is saved here: start it without.</source>
        <translation>r2cache wurde mit %1 gestartet, was mehr gilt als das hier Gespeicherte: Starten Sie es ohne.</translation>
    </message>
    <message>
        <source>set in %1</source>
        <translation>in %1 gesetzt</translation>
    </message>
    <message>
        <source>%1 sets %2, which counts more than what is saved here: change it there.</source>
        <translation>%1 setzt %2 und gilt mehr als das hier Gespeicherte: Ändern Sie es dort.</translation>
    </message>
</context>
<context>
    <name>r2cache::SettingsList</name>
    <message>
        <source>Others</source>
        <translation>Weitere</translation>
    </message>
    <message>
        <source>No setting matches.</source>
        <translation>Keine Einstellung passt.</translation>
    </message>
    <message>
        <source>This window</source>
        <translation>Dieses Fenster</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Says so on the desktop when a download fails, health turns critical or a job is done while another window is in front.</source>
        <translation>Meldet auf dem Desktop, wenn ein Download fehlschlägt, der Zustand kritisch wird oder ein Auftrag fertig ist, während ein anderes Fenster vorn ist.</translation>
    </message>
    <message>
        <source>Keep running in the tray when the window is closed</source>
        <translation>Beim Schließen des Fensters im Infobereich weiterlaufen</translation>
    </message>
    <message>
        <source>Without it, closing the window ends r2cache, and asks first while renders hold videos. Where there is no tray, closing always ends it.</source>
        <translation>Sonst beendet das Schließen des Fensters r2cache und fragt vorher, solange Rendervorgänge Videos halten. Wo es keinen Infobereich gibt, beendet das Schließen es immer.</translation>
    </message>
</context>
<context>
    <name>r2cache::SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Only what is not default</source>
        <translation>Nur Abweichungen vom Standard</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Search the settings</source>
        <translation>Einstellungen durchsuchen</translation>
    </message>
    <message>
        <source>Nothing is changed</source>
        <translation>Nichts ist geändert</translation>
    </message>
    <message numerus="yes">
        <source>Save %Ln changes</source>
        <translation>
            <numerusform>%Ln Änderung speichern</numerusform>
            <numerusform>%Ln Änderungen speichern</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 new</source>
        <translation>%1 neu</translation>
    </message>
    <message numerus="yes">
        <source>%Ln settings were saved.</source>
        <translation>
            <numerusform>%Ln Einstellung wurde gespeichert.</numerusform>
            <numerusform>%Ln Einstellungen wurden gespeichert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved. After a restart of r2cache it counts: %1.</source>
        <translation>Gespeichert. Nach einem Neustart von r2cache gilt: %1.</translation>
    </message>
    <message>
        <source>Nothing was saved: %1</source>
        <translation>Nichts wurde gespeichert: %1</translation>
    </message>
</context>
<context>
    <name>r2cache::StatusLine</name>
    <message>
        <source>proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>copy</source>
        <translation>kopieren</translation>
    </message>
    <message>
        <source>Copy the address of the %1</source>
        <translation>Adresse kopieren: %1</translation>
    </message>
    <message>
        <source>%1 is in the clipboard.</source>
        <translation>%1 ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>The servers run</source>
        <translation>Die Server laufen</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Not reachable</source>
        <translation>Nicht erreichbar</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message numerus="yes">
        <source>%Ln downloads</source>
        <translation>
            <numerusform>%Ln Download</numerusform>
            <numerusform>%Ln Downloads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln wait</source>
        <translation>
            <numerusform>%Ln wartet</numerusform>
            <numerusform>%Ln warten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln renders hold %1</source>
        <translation>
            <numerusform>%Ln Rendervorgang hält %1</numerusform>
            <numerusform>%Ln Rendervorgänge halten %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln videos</source>
        <translation>
            <numerusform>%Ln Video</numerusform>
            <numerusform>%Ln Videos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::TokenLine</name>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Replace…</source>
        <translation>Ersetzen…</translation>
    </message>
    <message>
        <source>%1 Scripts and other programs need it to use the API; whoever has it may do all that this window does.</source>
        <translation>%1 Skripte und andere Programme brauchen es, um die API zu benutzen; wer es hat, darf alles, was dieses Fenster kann.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>generated · a new one counts at once</source>
        <translation>erzeugt · ein neues gilt sofort</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Verbergen</translation>
    </message>
    <message>
        <source>The token is in the clipboard.</source>
        <translation>Das Token ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>Replace the token</source>
        <translation>Token ersetzen</translation>
    </message>
    <message>
        <source>Replace the token by a new one? Scripts, players and other windows that use the old one are refused from then on, and need the new one.</source>
        <translation>Das Token durch ein neues ersetzen? Skripte, Player und andere Fenster, die das alte benutzen, werden von da an abgewiesen und brauchen das neue.</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>The token was replaced.</source>
        <translation>Das Token wurde ersetzt.</translation>
    </message>
</context>
<context>
    <name>r2cache::TopBar</name>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
</context>
<context>
    <name>r2cache::Tray</name>
    <message>
        <source>Show the window</source>
        <translation>Fenster zeigen</translation>
    </message>
    <message>
        <source>Pre-cache…</source>
        <translation>Vorab laden…</translation>
    </message>
    <message>
        <source>Pause downloads</source>
        <translation>Downloads anhalten</translation>
    </message>
    <message>
        <source>Optimize</source>
        <translation>Optimieren</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>R2 Video Cache: all is well</source>
        <translation>R2 Video Cache: alles ist in Ordnung</translation>
    </message>
    <message>
        <source>R2 Video Cache: %1</source>
        <translation>R2 Video Cache: %1</translation>
    </message>
    <message>
        <source>R2 Video Cache: starting</source>
        <translation>R2 Video Cache: startet</translation>
    </message>
    <message>
        <source>R2 Video Cache: the service cannot be reached</source>
        <translation>R2 Video Cache: der Dienst ist nicht erreichbar</translation>
    </message>
    <message>
        <source>%1 of %2, %3</source>
        <translation>%1 von %2, %3</translation>
    </message>
    <message numerus="yes">
        <source>%Ln videos</source>
        <translation>
            <numerusform>%Ln Video</numerusform>
            <numerusform>%Ln Videos</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln downloads</source>
        <translation>
            <numerusform>%Ln Download</numerusform>
            <numerusform>%Ln Downloads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln renders hold %1</source>
        <translation>
            <numerusform>%Ln Rendervorgang hält %1</numerusform>
            <numerusform>%Ln Rendervorgänge halten %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Resume downloads</source>
        <translation>Downloads fortsetzen</translation>
    </message>
</context>
<context>
    <name>r2cache::WindowApplication</name>
    <message>
        <source>R2 Video Cache goes on</source>
        <translation>R2 Video Cache läuft weiter</translation>
    </message>
    <message>
        <source>Its window comes back with a click on this icon; Quit is in its menu.</source>
        <translation>Ein Klick auf dieses Symbol holt das Fenster zurück; „Beenden“ steht in seinem Menü.</translation>
    </message>
</context>
<context>
    <name>r2cache::WindowMenu</name>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Aktualisieren</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>About R2 Video Cache</source>
        <translation>Über R2 Video Cache</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>Fenster schließen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>Gehe zu</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Wie der Desktop</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
</context>
</TS>
