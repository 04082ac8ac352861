// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/download/fakefetcher.h"

#include "core/base/compat.h"

namespace r2cache {

using namespace Qt::StringLiterals;

QFuture<Result<FetchedObject>> FakeFetcher::fetch(FetchRequest request)
{
    auto fetch = std::make_unique<Fetch>();
    fetch->request = std::move(request);
    fetch->promise.start();
    auto future = fetch->promise.future();
    fetches.push_back(std::move(fetch));
    return future;
}

void FakeFetcher::cancel(std::shared_ptr<FillProgress> progress)
{
    progress->cancelled = true;
}

QFuture<Result<PassedContentPtr>> FakeFetcher::passThrough(R2Url, qint64)
{
    const Result<PassedContentPtr> refused = failure(ErrorCode::Conflict, u"as the test says"_s);
    return readyFuture(refused);
}

void FakeFetcher::succeed(size_t index, FetchedObject object)
{
    auto &fetch = *fetches.at(index);
    fetch.promise.addResult(Result<FetchedObject>{std::move(object)});
    fetch.promise.finish();
}

void FakeFetcher::fail(size_t index, ErrorCode code)
{
    auto &fetch = *fetches.at(index);
    fetch.promise.addResult(Result<FetchedObject>{failure(code, u"as the test says"_s)});
    fetch.promise.finish();
}

QStringList FakeFetcher::asked() const
{
    QStringList asked;
    for (const auto &fetch : fetches)
        asked.append(
            fetch->request.object.request.toString(QUrl::RemoveScheme | QUrl::RemoveAuthority));
    return asked;
}

} // namespace r2cache
