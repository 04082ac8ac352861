// SPDX-License-Identifier: GPL-3.0-or-later
// Times scanning and rewriting a config; run by rewrite.sh beside Node.
//   bench-rewrite generate CONFIG MAPPINGS   writes a 10 MB config and {original: local} for Node
//   bench-rewrite run CONFIG [OUTPUT]        rewrites it once and prints the milliseconds
#include "core/url/configrewrite.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

constexpr int clipCount = 10'000;

/// About a kilobyte: what a clip of a Remotion timeline holds beside its URL.
QByteArray clip(int number)
{
    const QByteArray n = QByteArray::number(number);
    QByteArray keyframes;
    for (int frame = 0; frame < 10; ++frame) {
        const int value = (number * 31 + frame * 17) % 1000;
        keyframes += "        { \"frame\": " + QByteArray::number(frame * 30) + ", \"value\": 0."
            + QByteArray::number(value) + ", \"easing\": \"ease-in-out\" }"
            + (frame < 9 ? ",\n" : "\n");
    }
    return "    {\n      \"id\": \"clip-" + n + "\",\n      \"seed\": 9007199254" + n
        + ",\n      \"url\": \"https://pub-0123456789abcdef0123456789abcdef.r2.dev/projects/2024/"
        + "clips/scene-" + n + "-1080p.mp4#t=3,8\",\n      \"title\": \"Szene " + n
        + " \xE2\x80\x93 \\u00dcberblick \\\"eins\\\"\",\n      \"muted\": false,\n"
        + "      \"poster\": \"https://images.example.com/posters/" + n + ".jpg\",\n"
        + "      \"opacity\": [\n" + keyframes + "      ]\n    }";
}

QByteArray config()
{
    QByteArray text = "{\n  \"composition\": \"Main\",\n  \"clips\": [\n";
    for (int number = 0; number < clipCount; ++number)
        text += clip(number) + (number + 1 < clipCount ? ",\n" : "\n");
    return text + "  ]\n}\n";
}

QHash<QString, QString> localUrls(const ConfigScan &scan)
{
    QHash<QString, QString> urls;
    urls.reserve(static_cast<qsizetype>(scan.urls().size()));
    for (const ConfigUrl &url : scan.urls()) {
        urls.insert(url.object.id, u"http://localhost:3001/video/"_s + url.object.fileName());
    }
    return urls;
}

bool write(const char *path, const QByteArray &bytes)
{
    QFile file(QString::fromLocal8Bit(path));
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

int generate(const char *configPath, const char *mappingsPath)
{
    const auto scan = ConfigScan::of(config(), R2UrlRules());
    if (!scan)
        return 1;
    const auto local = localUrls(*scan);
    QJsonObject mappings;
    for (const ConfigUrl &url : scan->urls())
        mappings.insert(
            scan->textOf(url), QString(local.value(url.object.id) + url.object.fragment));
    const bool written = write(configPath, scan->text())
        && write(mappingsPath, QJsonDocument(mappings).toJson(QJsonDocument::Compact));
    return written ? 0 : 1;
}

int run(const char *configPath, const char *outputPath)
{
    QFile file(QString::fromLocal8Bit(configPath));
    if (!file.open(QIODevice::ReadOnly))
        return 1;
    const QByteArray text = file.readAll();
    const R2UrlRules rules;

    QElapsedTimer timer;
    timer.start();
    const auto scan = ConfigScan::of(text, rules);
    if (!scan)
        return 1;
    const qint64 scanned = timer.nsecsElapsed();
    const QByteArray rewritten = rewrittenConfig(*scan, localUrls(*scan));
    const qint64 all = timer.nsecsElapsed();

    std::printf(
        "%.2f (scan %.2f, rewrite %.2f; %zu URLs, %lld bytes)\n", static_cast<double>(all) / 1e6,
        static_cast<double>(scanned) / 1e6, static_cast<double>(all - scanned) / 1e6,
        scan->occurrences().size(), static_cast<long long>(text.size()));
    return !outputPath || write(outputPath, rewritten) ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    const QByteArray verb = argc > 1 ? argv[1] : "";
    if (verb == "generate" && argc == 4)
        return generate(argv[2], argv[3]);
    if (verb == "run" && (argc == 3 || argc == 4))
        return run(argv[2], argc == 4 ? argv[3] : nullptr);
    std::fprintf(stderr, "usage: bench-rewrite generate CONFIG MAPPINGS | run CONFIG [OUTPUT]\n");
    return 2;
}
