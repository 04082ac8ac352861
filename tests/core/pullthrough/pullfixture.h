// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pullthrough/pullhandler.h"
#include "tests/core/server/rawclient.h"
#include "tests/core/server/testserver.h"
#include "tests/support/manualclock.h"

#include <QTemporaryDir>
#include <QThread>

#include <mutex>

namespace r2cache {

/// A proxy with nothing but /fetch/ on real sockets, an origin whose answers the test writes, and a
/// clock that stands still between them.
class PullFixture
{
public:
    /// What the origin answers; called on its thread.
    using Script = std::function<Response(const Request &)>;
    using Adjust = std::function<void(PullThrough::Options &, PullHandler::Options &)>;

    explicit PullFixture(Script script, const Adjust &adjust = {});
    ~PullFixture();
    Q_DISABLE_COPY_MOVE(PullFixture)

    /// The answer of the proxy to a GET of @p path at the origin; @p fields end in CR LF each.
    RawClient::Answer
    fetch(const QByteArray &path, const QByteArray &fields = {}, const QByteArray &method = "GET");
    [[nodiscard]] QByteArray requestFor(
        const QByteArray &path, const QByteArray &fields = {},
        const QByteArray &method = "GET") const;
    /// The same for everything behind the prefix.
    RawClient::Answer fetchUrl(const QByteArray &encodedUrl, const QByteArray &fields = {});

    void setScript(Script script);
    /// What the origin was asked for.
    [[nodiscard]] std::vector<Request> asked() const;
    [[nodiscard]] qsizetype askedCount() const { return std::ssize(asked()); }
    /// From now on the origin keeps requests unanswered.
    void holdAnswers();
    /// Answers them, and what comes then at once.
    void releaseAnswers();
    /// From now on nothing listens at the origin.
    void closeOrigin();
    /// Ends what PullThrough does, as a service that stops.
    void shutdown();

    [[nodiscard]] quint16 port() const { return m_proxy->port(); }
    [[nodiscard]] QByteArray originUrl() const;
    [[nodiscard]] int waiting() const { return m_handler->waiting(); }
    [[nodiscard]] std::vector<R2Url> remembered() const;

    ManualClock clock;

private:
    void answerOrigin(Request request, PendingResponse response);
    [[nodiscard]] Response scripted(const Request &request);

    struct Held
    {
        Request request;
        PendingResponse response;
    };

    mutable std::mutex m_mutex;
    Script m_script;
    std::vector<Request> m_asked;
    std::vector<R2Url> m_remembered;
    bool m_holds = false;
    std::vector<Held> m_held; ///< On the origin's thread.
    QTemporaryDir m_directory;
    QThread m_thread; ///< PullThrough's.
    std::unique_ptr<TestServer> m_origin;
    PullThrough *m_pull = nullptr;
    std::unique_ptr<PullHandler> m_handler;
    std::unique_ptr<TestServer> m_proxy;
};

/// 200 with a body and fields written as "Name: value" lines.
[[nodiscard]] Response
originAnswer(const QByteArray &body, const QByteArray &lines = {}, int status = 200);

/// The same, but the connection breaks after @p sent of its bytes.
[[nodiscard]] Response
brokenAnswer(const QByteArray &body, qsizetype sent, const QByteArray &lines = {});

} // namespace r2cache
