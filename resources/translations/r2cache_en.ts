<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>r2cache::AttentionCard</name>
    <message numerus="yes">
        <source>%Ln more failed downloads</source>
        <translation>
            <numerusform>%Ln more failed download</numerusform>
            <numerusform>%Ln more failed downloads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::CacheActions</name>
    <message numerus="yes">
        <source>%Ln videos are being cached.</source>
        <translation>
            <numerusform>%Ln video is being cached.</numerusform>
            <numerusform>%Ln videos are being cached.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln videos were removed, %1 freed.</source>
        <translation>
            <numerusform>%Ln video was removed, %1 freed.</numerusform>
            <numerusform>%Ln videos were removed, %1 freed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>What should be removed of %Ln videos, %1?</source>
        <translation>
            <numerusform>Should the %Ln video be removed, %1?</numerusform>
            <numerusform>What should be removed of %Ln videos, %1?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln videos are held by renders and stay.</source>
        <translation>
            <numerusform>%Ln video is held by renders and stays.</numerusform>
            <numerusform>%Ln videos are held by renders and stay.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::CancelQuestion</name>
    <message numerus="yes">
        <source>Cancel %Ln downloads? %1 that are here already are thrown away.</source>
        <translation>
            <numerusform>Cancel %Ln download? %1 that are here already are thrown away.</numerusform>
            <numerusform>Cancel %Ln downloads? %1 that are here already are thrown away.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::Closing</name>
    <message numerus="yes">
        <source>%Ln videos</source>
        <translation>
            <numerusform>%Ln video</numerusform>
            <numerusform>%Ln videos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln renders hold %1 of this cache.</source>
        <translation>
            <numerusform>%Ln render holds %1 of this cache.</numerusform>
            <numerusform>%Ln renders hold %1 of this cache.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln settings are changed, but not applied.</source>
        <translation>
            <numerusform>%Ln setting is changed, but not applied.</numerusform>
            <numerusform>%Ln settings are changed, but not applied.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::DownloadCommands</name>
    <message numerus="yes">
        <source>%Ln downloads are paused.</source>
        <translation>
            <numerusform>%Ln download is paused.</numerusform>
            <numerusform>%Ln downloads are paused.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln downloads go on.</source>
        <translation>
            <numerusform>%Ln download goes on.</numerusform>
            <numerusform>%Ln downloads go on.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln downloads begin again.</source>
        <translation>
            <numerusform>%Ln download begins again.</numerusform>
            <numerusform>%Ln downloads begin again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln downloads were cancelled.</source>
        <translation>
            <numerusform>%Ln download was cancelled.</numerusform>
            <numerusform>%Ln downloads were cancelled.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more could not be changed.</source>
        <translation>
            <numerusform>%Ln more could not be changed.</numerusform>
            <numerusform>%Ln more could not be changed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::DownloadWords</name>
    <message numerus="yes">
        <source>waits, %Ln before it</source>
        <translation>
            <numerusform>waits, %Ln before it</numerusform>
            <numerusform>waits, %Ln before it</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::DownloadsPage</name>
    <message numerus="yes">
        <source>%Ln running</source>
        <translation>
            <numerusform>%Ln running</numerusform>
            <numerusform>%Ln running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln wait</source>
        <translation>
            <numerusform>%Ln waits</numerusform>
            <numerusform>%Ln wait</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln paused</source>
        <translation>
            <numerusform>%Ln paused</numerusform>
            <numerusform>%Ln paused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed</source>
        <translation>
            <numerusform>%Ln failed</numerusform>
            <numerusform>%Ln failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln selected</source>
        <translation>
            <numerusform>%Ln selected</numerusform>
            <numerusform>%Ln selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln finished since the window opened, %1</source>
        <translation>
            <numerusform>%Ln finished since the window opened, %1</numerusform>
            <numerusform>%Ln finished since the window opened, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln URLs are in the clipboard.</source>
        <translation>
            <numerusform>%Ln URL is in the clipboard.</numerusform>
            <numerusform>%Ln URLs are in the clipboard.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::EntryActions</name>
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
    <name>r2cache::EntryBatch</name>
    <message numerus="yes">
        <source>%Ln could not: %1</source>
        <translation>
            <numerusform>%Ln could not: %1</numerusform>
            <numerusform>%Ln could not: %1</numerusform>
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
        <source>%Ln more are being downloaded</source>
        <translation>
            <numerusform>%Ln more is being downloaded</numerusform>
            <numerusform>%Ln more are being downloaded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more wait in the queue</source>
        <translation>
            <numerusform>%Ln more waits in the queue</numerusform>
            <numerusform>%Ln more wait in the queue</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln are paused</source>
        <translation>
            <numerusform>%Ln is paused</numerusform>
            <numerusform>%Ln are paused</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::Health</name>
    <message numerus="yes">
        <source>It knows %Ln videos.</source>
        <translation>
            <numerusform>It knows %Ln video.</numerusform>
            <numerusform>It knows %Ln videos.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed in the last hour.</source>
        <translation>
            <numerusform>%Ln failed in the last hour.</numerusform>
            <numerusform>%Ln failed in the last hour.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln problems</source>
        <translation>
            <numerusform>%Ln problem</numerusform>
            <numerusform>%Ln problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln warnings</source>
        <translation>
            <numerusform>%Ln warning</numerusform>
            <numerusform>%Ln warnings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::HealthFixes</name>
    <message numerus="yes">
        <source>%Ln videos were removed, %1 freed.</source>
        <translation>
            <numerusform>%Ln video was removed, %1 freed.</numerusform>
            <numerusform>%Ln videos were removed, %1 freed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %Ln expired videos?</source>
        <translation>
            <numerusform>Remove %Ln expired video?</numerusform>
            <numerusform>Remove %Ln expired videos?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln downloads begin again.</source>
        <translation>
            <numerusform>%Ln download begins again.</numerusform>
            <numerusform>%Ln downloads begin again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::HealthPage</name>
    <message numerus="yes">
        <source>%Ln checks</source>
        <translation>
            <numerusform>%Ln check</numerusform>
            <numerusform>%Ln checks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::HeldConfigs</name>
    <message numerus="yes">
        <source>%Ln videos stay in the cache for “%1” until %2.</source>
        <translation>
            <numerusform>%Ln video stays in the cache for “%1” until %2.</numerusform>
            <numerusform>%Ln videos stay in the cache for “%1” until %2.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::LogFoot</name>
    <message numerus="yes">
        <source>%Ln lines</source>
        <translation>
            <numerusform>%Ln line</numerusform>
            <numerusform>%Ln lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>None of %Ln lines matches</source>
        <translation>
            <numerusform>The only line does not match</numerusform>
            <numerusform>None of %Ln lines matches</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln lines</source>
        <translation>
            <numerusform>%1 of %Ln line</numerusform>
            <numerusform>%1 of %Ln lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new below</source>
        <translation>
            <numerusform>%Ln new below</numerusform>
            <numerusform>%Ln new below</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::LogPage</name>
    <message numerus="yes">
        <source>%Ln lines are in the clipboard.</source>
        <translation>
            <numerusform>%Ln line is in the clipboard.</numerusform>
            <numerusform>%Ln lines are in the clipboard.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::Notifier</name>
    <message numerus="yes">
        <source>%Ln videos could not be downloaded</source>
        <translation>
            <numerusform>%Ln video could not be downloaded</numerusform>
            <numerusform>%Ln videos could not be downloaded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln videos are ready</source>
        <translation>
            <numerusform>%Ln video is ready</numerusform>
            <numerusform>%Ln videos are ready</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln keep their original URL</source>
        <translation>
            <numerusform>%Ln keeps its original URL</numerusform>
            <numerusform>%Ln keep their original URL</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::OverviewFigures</name>
    <message numerus="yes">
        <source>%Ln checks, nothing to do</source>
        <translation>
            <numerusform>%Ln check, nothing to do</numerusform>
            <numerusform>%Ln checks, nothing to do</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::PrepareModel</name>
    <message numerus="yes">
        <source>%1 and %Ln more</source>
        <translation>
            <numerusform>%1 and %Ln more</numerusform>
            <numerusform>%1 and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::PrepareOptions</name>
    <message numerus="yes">
        <source>%Ln of five</source>
        <translation>
            <numerusform>%Ln of five</numerusform>
            <numerusform>%Ln of five</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::PreparePage</name>
    <message numerus="yes">
        <source>then %1 and %Ln more</source>
        <translation>
            <numerusform>then %1 and %Ln more</numerusform>
            <numerusform>then %1 and %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln URLs of %1 look like videos, but that is no R2 host. If it is yours, add it in Settings, Custom domains.</source>
        <translation>
            <numerusform>%Ln URL of %1 looks like a video, but that is no R2 host. If it is yours, add it in Settings, Custom domains.</numerusform>
            <numerusform>%Ln URLs of %1 look like videos, but that is no R2 host. If it is yours, add it in Settings, Custom domains.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::PrepareProgress</name>
    <message numerus="yes">
        <source>All %Ln videos are local</source>
        <translation>
            <numerusform>The video is local</numerusform>
            <numerusform>All %Ln videos are local</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::PrepareTable</name>
    <message numerus="yes">
        <source>%Ln URLs are in the clipboard.</source>
        <translation>
            <numerusform>%Ln URL is in the clipboard.</numerusform>
            <numerusform>%Ln URLs are in the clipboard.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln places are in the clipboard.</source>
        <translation>
            <numerusform>%Ln place is in the clipboard.</numerusform>
            <numerusform>%Ln places are in the clipboard.</numerusform>
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
        <source>%Ln videos kept their original URL</source>
        <translation>
            <numerusform>%Ln video kept its original URL</numerusform>
            <numerusform>%Ln videos kept their original URL</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::RendersModel</name>
    <message numerus="yes">
        <source>%Ln videos were read from the origin</source>
        <translation>
            <numerusform>%Ln video was read from the origin</numerusform>
            <numerusform>%Ln videos were read from the origin</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::RendersPage</name>
    <message numerus="yes">
        <source>%Ln reports</source>
        <translation>
            <numerusform>%Ln report</numerusform>
            <numerusform>%Ln reports</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::SavedCard</name>
    <message numerus="yes">
        <source>about %Ln days</source>
        <translation>
            <numerusform>about %Ln day</numerusform>
            <numerusform>about %Ln days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln hours</source>
        <translation>
            <numerusform>about %Ln hour</numerusform>
            <numerusform>about %Ln hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln minutes</source>
        <translation>
            <numerusform>about %Ln minute</numerusform>
            <numerusform>about %Ln minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::SettingsPage</name>
    <message numerus="yes">
        <source>Save %Ln changes</source>
        <translation>
            <numerusform>Save %Ln change</numerusform>
            <numerusform>Save %Ln changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln settings were saved.</source>
        <translation>
            <numerusform>%Ln setting was saved.</numerusform>
            <numerusform>%Ln settings were saved.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::StatusLine</name>
    <message numerus="yes">
        <source>%Ln downloads</source>
        <translation>
            <numerusform>%Ln download</numerusform>
            <numerusform>%Ln downloads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln wait</source>
        <translation>
            <numerusform>%Ln waits</numerusform>
            <numerusform>%Ln wait</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln videos</source>
        <translation>
            <numerusform>%Ln video</numerusform>
            <numerusform>%Ln videos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln renders hold %1</source>
        <translation>
            <numerusform>%Ln render holds %1</numerusform>
            <numerusform>%Ln renders hold %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::Tray</name>
    <message numerus="yes">
        <source>%Ln videos</source>
        <translation>
            <numerusform>%Ln video</numerusform>
            <numerusform>%Ln videos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln downloads</source>
        <translation>
            <numerusform>%Ln download</numerusform>
            <numerusform>%Ln downloads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln renders hold %1</source>
        <translation>
            <numerusform>%Ln render holds %1</numerusform>
            <numerusform>%Ln renders hold %1</numerusform>
        </translation>
    </message>
</context>
</TS>
