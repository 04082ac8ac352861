// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/pullthrough/pullfixture.h"

#include "core/base/callon.h"
#include "core/http/httpdate.h"
#include "core/proxy/proxyanswers.h"

#include <QTest>

#include <fcntl.h>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// Bytes that never come.
class NothingArrives final : public ByteArrival
{
public:
    [[nodiscard]] qint64 available(qint64) const override { return nothingMore; }
    void notify(qint64, std::function<void()> wake) override { wake(); }
};

} // namespace

Response originAnswer(const QByteArray &body, const QByteArray &lines, int status)
{
    Response response;
    response.status = status;
    for (const auto &line : lines.split('\n')) {
        if (const auto colon = line.indexOf(": "); colon > 0)
            response.headers.append(line.first(colon), line.sliced(colon + 2));
    }
    if (!body.isEmpty())
        response.body.emplace_back(body);
    return response;
}

Response brokenAnswer(const QByteArray &body, qsizetype sent, const QByteArray &lines)
{
    auto response = originAnswer(body.first(sent), lines);
    auto file = OpenFile::open(u"/dev/null"_s, O_RDONLY);
    if (!file)
        qFatal("There is no /dev/null.");
    response.body.emplace_back(FileWindow{
        std::make_shared<const OpenFile>(std::move(*file)), 0, body.size() - sent,
        std::make_shared<NothingArrives>()});
    return response;
}

PullFixture::PullFixture(Script script, const Adjust &adjust)
    : m_script(std::move(script))
{
    HttpServer::Parts origin;
    origin.notFound = [this](Request request, PendingResponse response) {
        answerOrigin(std::move(request), std::move(response));
    };
    m_origin = std::make_unique<TestServer>(std::move(origin));

    const R2UrlRules rules({{QString::fromLatin1(originUrl())}, QByteArray(32, 'k')});
    PullThrough::Options pull;
    pull.fetch.spoolDirectory = m_directory.path();
    pull.origin.isAllowedOrigin = [rules](const QUrl &url) {
        return rules.isAllowedOrigin(url);
    };
    pull.origin.isExactOrigin = [rules](const Origin &exact) {
        return rules.isExactCustomOrigin(exact);
    };
    PullHandler::Options handler;
    if (adjust)
        adjust(pull, handler);
    handler.trust = pull.fetch.trust;
    m_pull = new PullThrough(std::move(pull), clock);
    m_pull->moveToThread(&m_thread);
    m_thread.start();
    m_handler = std::make_unique<PullHandler>(
        PullHandler::Parts{
            *m_pull, rules,
            [this](R2Url video) {
                const std::scoped_lock lock(m_mutex);
                m_remembered.push_back(std::move(video));
                QPromise<Result<>> promise;
                promise.start();
                promise.addResult(Result<>{});
                promise.finish();
                return promise.future();
            },
            [](const Request &request, PendingResponse response) {
                response.send(textResponse(200, "video " + request.arguments.value(0).toUtf8()));
            }},
        handler);

    HttpServer::Parts parts;
    parts.policy = proxyHeadPolicy(HostRules());
    parts.errorBody = proxyText;
    parts.notFound = [this](Request request, PendingResponse response) {
        if (PullHandler::isMine(request.path))
            m_handler->handle(std::move(request), std::move(response));
        else
            response.send(proxyText(404, u"There is nothing here."_s));
    };
    m_proxy = std::make_unique<TestServer>(std::move(parts), HttpServer::Options{.workers = 2});
}

PullFixture::~PullFixture()
{
    releaseAnswers();
    shutdown();
    if (!QTest::qWaitFor([this] { return m_handler->waiting() == 0; }, 20'000))
        qFatal("Requests are still waiting.");
    m_proxy.reset();
    callOn(m_pull, [this] { m_pull->deleteLater(); }).waitForFinished();
    m_thread.quit();
    m_thread.wait();
    m_origin.reset();
}

void PullFixture::answerOrigin(Request request, PendingResponse response)
{
    bool holds = false;
    {
        const std::scoped_lock lock(m_mutex);
        m_asked.push_back(request);
        holds = m_holds;
    }
    if (holds)
        m_held.push_back({std::move(request), std::move(response)});
    else
        response.send(scripted(request));
}

Response PullFixture::scripted(const Request &request)
{
    Script script;
    {
        const std::scoped_lock lock(m_mutex);
        script = m_script;
    }
    auto response = script(request);
    if (response.date.isEmpty())
        response.date = formatHttpDate(clock.nowUtc());
    return response;
}

QByteArray PullFixture::originUrl() const
{
    return "http://127.0.0.1:" + QByteArray::number(m_origin->port());
}

QByteArray PullFixture::requestFor(
    const QByteArray &path, const QByteArray &fields, const QByteArray &method) const
{
    return method + " /fetch/" + originUrl().toPercentEncoding() + path
        + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

RawClient::Answer
PullFixture::fetch(const QByteArray &path, const QByteArray &fields, const QByteArray &method)
{
    RawClient client(port());
    client.send(requestFor(path, fields, method));
    return client.readAnswer(method == "HEAD");
}

RawClient::Answer PullFixture::fetchUrl(const QByteArray &encodedUrl, const QByteArray &fields)
{
    RawClient client(port());
    return client.ask(
        "GET /fetch/" + encodedUrl + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n");
}

void PullFixture::setScript(Script script)
{
    const std::scoped_lock lock(m_mutex);
    m_script = std::move(script);
}

std::vector<Request> PullFixture::asked() const
{
    const std::scoped_lock lock(m_mutex);
    return m_asked;
}

std::vector<R2Url> PullFixture::remembered() const
{
    const std::scoped_lock lock(m_mutex);
    return m_remembered;
}

void PullFixture::holdAnswers()
{
    const std::scoped_lock lock(m_mutex);
    m_holds = true;
}

void PullFixture::releaseAnswers()
{
    m_origin->run([this] {
        {
            const std::scoped_lock lock(m_mutex);
            m_holds = false;
        }
        for (auto &held : std::exchange(m_held, {}))
            held.response.send(scripted(held.request));
    });
}

void PullFixture::closeOrigin()
{
    m_origin->destroyServer();
}

void PullFixture::shutdown()
{
    m_pull->shutdown().waitForFinished();
}

} // namespace r2cache
