// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settingsloader.h"

#include "core/settings/dotenv.h"
#include "core/settings/settingrules.h"

#include <QDir>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

using Origin = SettingOrigin;

/// A text and where it stood.
struct Candidate
{
    QString text;
    Origin origin;
};

using Candidates = QHash<QString, Candidate>; ///< By name.

class Loader
{
public:
    explicit Loader(const SettingSources &sources)
        : m_sources(sources)
    { }

    LoadedSettings load()
    {
        readDotEnv();
        warnOfUnknownNames();
        std::vector<Settings::Entry> entries;
        for (const auto &row : settingTable())
            entries.push_back(take(row));
        Settings settings{std::move(entries)};
        // A value that could not be read has its default here: rules about it would mislead.
        if (m_errors.isEmpty())
            m_errors = brokenRules(settings);
        return {settings, m_warnings + doubtfulValues(settings), m_errors, m_faulty};
    }

private:
    void readDotEnv()
    {
        if (!m_sources.dotEnv)
            return;
        const auto entries = parseDotEnv(m_sources.dotEnv->text, m_sources.dotEnv->path);
        if (!entries) {
            m_errors += entries.error().message;
            return;
        }
        for (const auto &entry : *entries) {
            const QString where = m_sources.dotEnv->path + u':' + QString::number(entry.line);
            m_dotEnv[entry.name] = {entry.value, {Origin::Kind::DotEnv, where}};
        }
    }

    void warnOfUnknownNames()
    {
        QMap<QString, QString> unknown; // sorted: hashes have no order
        const auto note = [&unknown](const QString &name, const QString &where) {
            if (name.startsWith("CACHE_"_L1) && !rowNamed(name))
                unknown[name] = where;
        };
        for (auto it = m_sources.saved.begin(); it != m_sources.saved.end(); ++it)
            note(it.key(), u"saved"_s);
        for (auto it = m_dotEnv.begin(); it != m_dotEnv.end(); ++it)
            note(it.key(), it->origin.text);
        for (auto it = m_sources.environment.begin(); it != m_sources.environment.end(); ++it)
            note(it.key(), u"environment"_s);
        for (auto it = unknown.begin(); it != unknown.end(); ++it) {
            m_warnings += it.key() + u" ("_s + it.value() + u") is not a setting."_s
                + didYouMean(it.key());
        }
    }

    /// The strongest text for @p row; nothing where only the default is left.
    [[nodiscard]] std::optional<Candidate> candidateOf(const SettingRow &row) const
    {
        const auto name = row.nameText();
        std::vector<Candidate> candidates;
        if (m_sources.options.contains(row.key))
            candidates.push_back(
                {m_sources.options.value(row.key), {Origin::Kind::Option, u"option"_s}});
        // The proxy variables are as often written in lower case.
        for (const auto &spelling : {name, isProxyKey(row.key) ? name.toLower() : name}) {
            if (m_sources.environment.contains(spelling))
                candidates.push_back(
                    {m_sources.environment.value(spelling),
                     {Origin::Kind::Environment, u"environment"_s}});
        }
        if (m_dotEnv.contains(name))
            candidates.push_back(m_dotEnv.value(name));
        if (m_sources.saved.contains(name))
            candidates.push_back({m_sources.saved.value(name), {Origin::Kind::Saved, u"saved"_s}});
        for (auto &candidate : candidates) {
            if (mayBeEmpty(row.type) || !candidate.text.trimmed().isEmpty())
                return std::move(candidate);
        }
        return std::nullopt;
    }

    static bool isProxyKey(Key key)
    {
        return key == Key::HttpsProxy || key == Key::HttpProxy || key == Key::NoProxy;
    }

    Settings::Entry take(const SettingRow &row)
    {
        auto candidate = candidateOf(row);
        if (!candidate && m_sources.standIns.contains(row.key))
            candidate = {m_sources.standIns.value(row.key), {Origin::Kind::Default, u"chosen"_s}};
        if (!candidate)
            return {defaultOf(row), {Origin::Kind::Default, u"default"_s, besideOf(row)}};
        auto value = parseSettingValue(row, candidate->text);
        if (!value) {
            m_faulty.insert(row.key);
            m_errors += row.nameText() + u"=\""_s + displayedText(row, candidate->text) + u"\" ("_s
                + candidate->origin.text + u") is not valid. Allowed: "_s + value.error().message
                + u'.';
            return {defaultOf(row), candidate->origin};
        }
        if (row.type == SettingType::Directory)
            value = absolute(std::get<QString>(*value), candidate->origin.kind);
        return {std::move(*value), candidate->origin};
    }

    [[nodiscard]] SettingValue defaultOf(const SettingRow &row) const
    {
        if (row.type == SettingType::Directory)
            return defaultDirectory();
        return parseSettingValue(row, QString::fromLatin1(row.defaultText)).value();
    }

    /// The file that the default of @p row depends on, so that nobody wonders where it comes from.
    [[nodiscard]] QString besideOf(const SettingRow &row) const
    {
        if (row.type != SettingType::Directory || !m_sources.dotEnv)
            return {};
        const auto &path = m_sources.dotEnv->path;
        return path.contains(u'/') ? path : QString(u"./"_s + path);
    }

    [[nodiscard]] QString dotEnvDirectory() const
    {
        const QDir working{m_sources.workingDirectory};
        const auto file = working.absoluteFilePath(m_sources.dotEnv->path);
        return QDir::cleanPath(file.left(file.lastIndexOf(u'/')));
    }

    [[nodiscard]] QString defaultDirectory() const
    {
        if (m_sources.dotEnv)
            return QDir::cleanPath(dotEnvDirectory() + u"/temp/video-cache"_s);
        // XDG Base Directory Specification: a relative path is invalid and ignored
        auto cache = m_sources.environment.value(u"XDG_CACHE_HOME"_s);
        if (!cache.startsWith(u'/'))
            cache = m_sources.homeDirectory + u"/.cache"_s;
        return QDir::cleanPath(cache + u"/r2cache/video-cache"_s);
    }

    /// Read from a `.env` a relative path starts beside that file, so that it means the same
    /// wherever r2cache is started.
    [[nodiscard]] QString absolute(const QString &path, Origin::Kind kind) const
    {
        if (path == u"~" || path.startsWith("~/"_L1))
            return QDir::cleanPath(m_sources.homeDirectory + path.sliced(1));
        const auto start
            = kind == Origin::Kind::DotEnv ? dotEnvDirectory() : m_sources.workingDirectory;
        return QDir::cleanPath(QDir{start}.absoluteFilePath(path));
    }

    const SettingSources &m_sources;
    Candidates m_dotEnv;
    QStringList m_errors;
    QStringList m_warnings;
    QSet<Key> m_faulty;
};

} // namespace

Result<LoadedSettings> loadSettings(const SettingSources &sources)
{
    auto loaded = inspectSettings(sources);
    if (!loaded.faults.isEmpty())
        return failure(ErrorCode::InvalidSetting, loaded.faults.join(u'\n'));
    return loaded;
}

LoadedSettings inspectSettings(const SettingSources &sources)
{
    return Loader{sources}.load();
}

} // namespace r2cache
