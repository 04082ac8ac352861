// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/passthroughs.h"

#include <QLoggingCategory>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcPasses, "cache.download.passthroughs", QtInfoMsg)

/// Whose last copy ends the reading: also one that never reached its reader.
PassedContentPtr endingWithItsReader(const PassedContentPtr &content)
{
    return {content.get(), [content](PassedContent *) {
                content->leave();
            }};
}

} // namespace

QCoro::Task<Result<PassedContentPtr>> PassThroughs::begin(R2Url object, qint64 offset)
{
    if (m_running.size() >= maxReaders)
        co_return failure(
            ErrorCode::Conflict, u"Too many videos are passed through at once: none more fits."_s);
    const auto pass = std::make_shared<PassThrough>(std::move(object), offset, m_parts);
    m_running.push_back(pass);
    const auto content = co_await pass->begin();
    if (!content) {
        remove(pass);
        co_return failure(content.error());
    }
    auto reading = endingWithItsReader(*content);
    std::ignore = serve(pass);
    co_return reading;
}

QCoro::Task<> PassThroughs::serve(PassThroughPtr pass)
{
    try {
        co_await pass->run();
    } catch (const std::exception &exception) {
        // Only what the toolkit or the library throws (memory); nobody else would see it.
        qCCritical(lcPasses) << "A pass-through broke off:" << exception.what();
    }
    remove(pass);
}

void PassThroughs::remove(const PassThroughPtr &pass)
{
    std::erase(m_running, pass);
    m_ended();
}

void PassThroughs::stopAll(const Error &reason)
{
    for (const auto &pass : m_running)
        pass->stop(reason);
}

bool PassThroughs::reads(const QUrl &url) const
{
    return std::any_of(m_running.begin(), m_running.end(), [&url](const PassThroughPtr &pass) {
        return pass->url() == url;
    });
}

} // namespace r2cache
