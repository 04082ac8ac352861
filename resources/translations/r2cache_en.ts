<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>r2cache::AttentionCard</name>
    <message numerus="yes">
        <source>%n more failed downloads</source>
        <translation>
            <numerusform>%n more failed download</numerusform>
            <numerusform>%n more failed downloads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::CacheActions</name>
    <message numerus="yes">
        <source>%n videos are being cached.</source>
        <translation>
            <numerusform>%n video is being cached.</numerusform>
            <numerusform>%n videos are being cached.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n videos were removed, %1 freed.</source>
        <translation>
            <numerusform>%n video was removed, %1 freed.</numerusform>
            <numerusform>%n videos were removed, %1 freed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>What should be removed of %n videos, %1?</source>
        <translation>
            <numerusform>Should the %n video be removed, %1?</numerusform>
            <numerusform>What should be removed of %n videos, %1?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n videos are held by renders and stay.</source>
        <translation>
            <numerusform>%n video is held by renders and stays.</numerusform>
            <numerusform>%n videos are held by renders and stay.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::CancelQuestion</name>
    <message numerus="yes">
        <source>Cancel %n downloads? %1 that are here already are thrown away.</source>
        <translation>
            <numerusform>Cancel %n download? %1 that are here already are thrown away.</numerusform>
            <numerusform>Cancel %n downloads? %1 that are here already are thrown away.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::Closing</name>
    <message numerus="yes">
        <source>%n videos</source>
        <translation>
            <numerusform>%n video</numerusform>
            <numerusform>%n videos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n renders hold %1 of this cache.</source>
        <translation>
            <numerusform>%n render holds %1 of this cache.</numerusform>
            <numerusform>%n renders hold %1 of this cache.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::DownloadCommands</name>
    <message numerus="yes">
        <source>%n downloads are paused.</source>
        <translation>
            <numerusform>%n download is paused.</numerusform>
            <numerusform>%n downloads are paused.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n downloads go on.</source>
        <translation>
            <numerusform>%n download goes on.</numerusform>
            <numerusform>%n downloads go on.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n downloads begin again.</source>
        <translation>
            <numerusform>%n download begins again.</numerusform>
            <numerusform>%n downloads begin again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n downloads were cancelled.</source>
        <translation>
            <numerusform>%n download was cancelled.</numerusform>
            <numerusform>%n downloads were cancelled.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more could not be changed.</source>
        <translation>
            <numerusform>%n more could not be changed.</numerusform>
            <numerusform>%n more could not be changed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::DownloadWords</name>
    <message numerus="yes">
        <source>waits, %n before it</source>
        <translation>
            <numerusform>waits, %n before it</numerusform>
            <numerusform>waits, %n before it</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::DownloadsPage</name>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n running</numerusform>
            <numerusform>%n running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait</source>
        <translation>
            <numerusform>%n waits</numerusform>
            <numerusform>%n wait</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paused</source>
        <translation>
            <numerusform>%n paused</numerusform>
            <numerusform>%n paused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n finished since the window opened, %1</source>
        <translation>
            <numerusform>%n finished since the window opened, %1</numerusform>
            <numerusform>%n finished since the window opened, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n URLs are in the clipboard.</source>
        <translation>
            <numerusform>%n URL is in the clipboard.</numerusform>
            <numerusform>%n URLs are in the clipboard.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::EntryActions</name>
    <message numerus="yes">
        <source>%Ln could not: %1</source>
        <translation>
            <numerusform>%Ln could not: %1</numerusform>
            <numerusform>%Ln could not: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln URLs are in the clipboard.</source>
        <translation>
            <numerusform>%Ln URL is in the clipboard.</numerusform>
            <numerusform>%Ln URLs are in the clipboard.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln videos are pinned: they stay when room is needed.</source>
        <translation>
            <numerusform>%Ln video is pinned: it stays when room is needed.</numerusform>
            <numerusform>%Ln videos are pinned: they stay when room is needed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln videos are not pinned any more.</source>
        <translation>
            <numerusform>%Ln video is not pinned any more.</numerusform>
            <numerusform>%Ln videos are not pinned any more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln videos are being read again; a damaged one is set aside.</source>
        <translation>
            <numerusform>%Ln video is being read again; if it is damaged, it is set aside.</numerusform>
            <numerusform>%Ln videos are being read again; a damaged one is set aside.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The tags of %Ln videos are set.</source>
        <translation>
            <numerusform>The tags of %Ln video are set.</numerusform>
            <numerusform>The tags of %Ln videos are set.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::EntryDetails</name>
    <message numerus="yes">
        <source>%Ln uses</source>
        <translation>
            <numerusform>%Ln use</numerusform>
            <numerusform>%Ln uses</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln renders, until %1 at most</source>
        <translation>
            <numerusform>%Ln render, until %1 at most</numerusform>
            <numerusform>%Ln renders, until %1 at most</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln videos</source>
        <translation>
            <numerusform>%Ln video</numerusform>
            <numerusform>%Ln videos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::EntrySummary</name>
    <message numerus="yes">
        <source>%Ln selected</source>
        <translation>
            <numerusform>%Ln selected</numerusform>
            <numerusform>%Ln selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln entries</source>
        <translation>
            <numerusform>%Ln entry</numerusform>
            <numerusform>%Ln entries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::FillingCard</name>
    <message numerus="yes">
        <source>%n more are being downloaded</source>
        <translation>
            <numerusform>%n more is being downloaded</numerusform>
            <numerusform>%n more are being downloaded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more wait in the queue</source>
        <translation>
            <numerusform>%n more waits in the queue</numerusform>
            <numerusform>%n more wait in the queue</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are paused</source>
        <translation>
            <numerusform>%n is paused</numerusform>
            <numerusform>%n are paused</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::Health</name>
    <message numerus="yes">
        <source>It knows %n videos.</source>
        <translation>
            <numerusform>It knows %n video.</numerusform>
            <numerusform>It knows %n videos.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed in the last hour.</source>
        <translation>
            <numerusform>%n failed in the last hour.</numerusform>
            <numerusform>%n failed in the last hour.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problems</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warnings</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::HealthFixes</name>
    <message numerus="yes">
        <source>%n videos were removed, %1 freed.</source>
        <translation>
            <numerusform>%n video was removed, %1 freed.</numerusform>
            <numerusform>%n videos were removed, %1 freed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %n expired videos?</source>
        <translation>
            <numerusform>Remove %n expired video?</numerusform>
            <numerusform>Remove %n expired videos?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n downloads begin again.</source>
        <translation>
            <numerusform>%n download begins again.</numerusform>
            <numerusform>%n downloads begin again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::HealthPage</name>
    <message numerus="yes">
        <source>%n checks</source>
        <translation>
            <numerusform>%n check</numerusform>
            <numerusform>%n checks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::LogPage</name>
    <message numerus="yes">
        <source>%n lines</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>None of %n lines matches</source>
        <translation>
            <numerusform>The only line does not match</numerusform>
            <numerusform>None of %n lines matches</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n lines</source>
        <translation>
            <numerusform>%1 of %n line</numerusform>
            <numerusform>%1 of %n lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new below</source>
        <translation>
            <numerusform>%n new below</numerusform>
            <numerusform>%n new below</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lines are in the clipboard.</source>
        <translation>
            <numerusform>%n line is in the clipboard.</numerusform>
            <numerusform>%n lines are in the clipboard.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::Notifier</name>
    <message numerus="yes">
        <source>%n videos could not be downloaded</source>
        <translation>
            <numerusform>%n video could not be downloaded</numerusform>
            <numerusform>%n videos could not be downloaded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n videos are ready</source>
        <translation>
            <numerusform>%n video is ready</numerusform>
            <numerusform>%n videos are ready</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n keep their original URL</source>
        <translation>
            <numerusform>%n keeps its original URL</numerusform>
            <numerusform>%n keep their original URL</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::OverviewFigures</name>
    <message numerus="yes">
        <source>%n checks, nothing to do</source>
        <translation>
            <numerusform>%n check, nothing to do</numerusform>
            <numerusform>%n checks, nothing to do</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::PrepareModel</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::PrepareOptions</name>
    <message numerus="yes">
        <source>%n of five</source>
        <translation>
            <numerusform>%n of five</numerusform>
            <numerusform>%n of five</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::PreparePage</name>
    <message numerus="yes">
        <source>then %1 and %n more</source>
        <translation>
            <numerusform>then %1 and %n more</numerusform>
            <numerusform>then %1 and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n videos are local</source>
        <translation>
            <numerusform>The video is local</numerusform>
            <numerusform>All %n videos are local</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n videos stay in the cache for “%1” until %2.</source>
        <translation>
            <numerusform>%n video stays in the cache for “%1” until %2.</numerusform>
            <numerusform>%n videos stay in the cache for “%1” until %2.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::RemovalQuestion</name>
    <message numerus="yes">
        <source>Delete %Ln videos, %1?</source>
        <translation>
            <numerusform>Delete %Ln video, %1?</numerusform>
            <numerusform>Delete %Ln videos, %1?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln are held by renders and stay.</source>
        <translation>
            <numerusform>%Ln is held by a render and stays.</numerusform>
            <numerusform>%Ln are held by renders and stay.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them are pinned.</source>
        <translation>
            <numerusform>%Ln of them is pinned.</numerusform>
            <numerusform>%Ln of them are pinned.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln videos were deleted, %1.</source>
        <translation>
            <numerusform>%Ln video was deleted, %1.</numerusform>
            <numerusform>%Ln videos were deleted, %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln videos were deleted.</source>
        <translation>
            <numerusform>%Ln video was deleted.</numerusform>
            <numerusform>%Ln videos were deleted.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::RenderDetails</name>
    <message numerus="yes">
        <source>%n videos kept their original URL</source>
        <translation>
            <numerusform>%n video kept its original URL</numerusform>
            <numerusform>%n videos kept their original URL</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::RendersModel</name>
    <message numerus="yes">
        <source>%n videos were read from the origin</source>
        <translation>
            <numerusform>%n video was read from the origin</numerusform>
            <numerusform>%n videos were read from the origin</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::RendersPage</name>
    <message numerus="yes">
        <source>%n reports</source>
        <translation>
            <numerusform>%n report</numerusform>
            <numerusform>%n reports</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::SavedCard</name>
    <message numerus="yes">
        <source>about %n days</source>
        <translation>
            <numerusform>about %n day</numerusform>
            <numerusform>about %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hours</source>
        <translation>
            <numerusform>about %n hour</numerusform>
            <numerusform>about %n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minutes</source>
        <translation>
            <numerusform>about %n minute</numerusform>
            <numerusform>about %n minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::SettingsPage</name>
    <message numerus="yes">
        <source>Save %n changes</source>
        <translation>
            <numerusform>Save %n change</numerusform>
            <numerusform>Save %n changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n settings were saved.</source>
        <translation>
            <numerusform>%n setting was saved.</numerusform>
            <numerusform>%n settings were saved.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::StatusLine</name>
    <message numerus="yes">
        <source>%n downloads</source>
        <translation>
            <numerusform>%n download</numerusform>
            <numerusform>%n downloads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait</source>
        <translation>
            <numerusform>%n waits</numerusform>
            <numerusform>%n wait</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n videos</source>
        <translation>
            <numerusform>%n video</numerusform>
            <numerusform>%n videos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n renders hold %1</source>
        <translation>
            <numerusform>%n render holds %1</numerusform>
            <numerusform>%n renders hold %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::Tray</name>
    <message numerus="yes">
        <source>%n videos</source>
        <translation>
            <numerusform>%n video</numerusform>
            <numerusform>%n videos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n downloads</source>
        <translation>
            <numerusform>%n download</numerusform>
            <numerusform>%n downloads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n renders hold %1</source>
        <translation>
            <numerusform>%n render holds %1</numerusform>
            <numerusform>%n renders hold %1</numerusform>
        </translation>
    </message>
</context>
</TS>
