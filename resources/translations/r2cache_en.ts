<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
    <name>r2cache::DownloadsPage</name>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>r2cache::OverviewPage</name>
    <message numerus="yes">
        <source>%n videos in the cache</source>
        <translation>
            <numerusform>%n video in the cache</numerusform>
            <numerusform>%n videos in the cache</numerusform>
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
        <source>%n renders</source>
        <translation>
            <numerusform>%n render</numerusform>
            <numerusform>%n renders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n videos</source>
        <translation>
            <numerusform>%n video</numerusform>
            <numerusform>%n videos</numerusform>
        </translation>
    </message>
</context>
</TS>
