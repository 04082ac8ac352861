# SPDX-License-Identifier: GPL-3.0-or-later
# Who may include whom (core/README.md): every #include "core/…", "app/…" and "ui/…" and every
# DEPENDS of a module is held against the table below. And where versions of Qt and QCoro are told
# apart: in core/base/compat.h alone.
#
#   cmake -DROOT=<source tree> -DSCRATCH=<directory to write to> -P tests/includes.cmake
#
# Runs on a planted tree first: a check that finds nothing there is broken and fails.
cmake_minimum_required(VERSION 3.25)

set(may_base)
set(may_settings base)
set(may_url base)
set(may_http base)
set(may_protocol base)
set(may_cache base url http)
set(may_download base url http cache)
set(may_server base http)
set(may_proxy base url http cache download server)
set(may_pullthrough base url http cache download server proxy)
set(may_manager base url protocol cache download)
set(may_api base settings url http protocol cache download server manager)
set(may_client base protocol)
set(may_render base url protocol client)
set(may_ui base settings protocol client)
set(may_verbs base settings url protocol client render)
set(may_app base settings url http protocol cache download server proxy pullthrough
    manager api client render ui verbs)
set(modules base settings url http protocol cache download server proxy pullthrough
    manager api client render ui verbs app)

# "core/http/etag.h" → http, "app/verbs/x.cpp" → verbs, "app/main.cpp" → app; else empty.
function(module_of path result)
    set(module "")
    if(path MATCHES "^core/([^/]+)/")
        set(module ${CMAKE_MATCH_1})
    elseif(path MATCHES "^app/verbs/")
        set(module verbs)
    elseif(path MATCHES "^(app|ui)/")
        set(module ${CMAKE_MATCH_1})
    endif()
    set(${result} "${module}" PARENT_SCOPE)
endfunction()

# What is wrong with file including include; empty if nothing is.
function(judge file include result)
    module_of(${file} from)
    module_of(${include} to)
    set(verdict "")
    if(NOT from IN_LIST modules)
        set(verdict "is in a module that the table of tests/includes.cmake does not know")
    elseif(to STREQUAL "")
        if(NOT include MATCHES "\\.moc$")
            set(verdict "includes \"${include}\": write the path from the root")
        endif()
    elseif(NOT from STREQUAL to AND NOT to IN_LIST may_${from})
        set(verdict "includes \"${include}\", but ${from} may not use ${to}")
    endif()
    set(${result} "${verdict}" PARENT_SCOPE)
endfunction()

# One line for each violation below root.
function(check root result)
    set(violations "")
    file(GLOB_RECURSE files RELATIVE ${root}
        ${root}/core/*.h ${root}/core/*.cpp ${root}/app/*.h ${root}/app/*.cpp
        ${root}/ui/*.h ${root}/ui/*.cpp)
    foreach(file IN LISTS files)
        set(directive "^[ \t]*#[ \t]*include[ \t]*")
        file(STRINGS ${root}/${file} lines REGEX "${directive}(\"|<(core|app|ui)/)")
        foreach(line IN LISTS lines)
            string(REGEX REPLACE "${directive}[\"<]([^\">]+).*" "\\1" include "${line}")
            judge(${file} ${include} verdict)
            if(verdict)
                list(APPEND violations "${file} ${verdict}")
            endif()
        endforeach()
    endforeach()

    file(GLOB_RECURSE files RELATIVE ${root}
        ${root}/core/*.h ${root}/core/*.cpp ${root}/app/*.h ${root}/app/*.cpp
        ${root}/ui/*.h ${root}/ui/*.cpp ${root}/tests/*.h ${root}/tests/*.cpp)
    list(REMOVE_ITEM files core/base/compat.h)
    foreach(file IN LISTS files)
        set(conditional "^[ \t]*#[ \t]*(el)?if.*(QT|QCORO6?)_VERSION")
        file(STRINGS ${root}/${file} lines REGEX "${conditional}" LIMIT_COUNT 1)
        if(lines)
            list(APPEND violations "${file} tells versions apart: core/base/compat.h is for that")
        endif()
    endforeach()

    file(GLOB lists RELATIVE ${root} ${root}/core/*/CMakeLists.txt)
    foreach(file IN LISTS lists)
        module_of(${file} module)
        file(READ ${root}/${file} text)
        string(REGEX MATCH "DEPENDS([a-z \t\n]*)" ignored "${text}")
        string(REGEX MATCHALL "[a-z]+" dependencies "${CMAKE_MATCH_1}")
        foreach(dependency IN LISTS dependencies)
            if(NOT dependency IN_LIST may_${module})
                list(APPEND violations "${file} links ${dependency}, which ${module} may not use")
            endif()
        endforeach()
    endforeach()
    if(EXISTS ${root}/ui/CMakeLists.txt) # it has targets of its own kind, which name what they link
        file(READ ${root}/ui/CMakeLists.txt text)
        string(REGEX MATCHALL "r2cache-[a-z]+" targets "${text}")
        list(REMOVE_DUPLICATES targets)
        foreach(target IN LISTS targets)
            string(REPLACE "r2cache-" "" dependency ${target})
            if(dependency IN_LIST modules AND NOT dependency STREQUAL "ui"
                AND NOT dependency IN_LIST may_ui)
                list(APPEND violations "ui/CMakeLists.txt links ${dependency}, which ui may not use")
            endif()
        endforeach()
    endif()
    list(SORT violations)
    set(${result} "${violations}" PARENT_SCOPE)
endfunction()

function(plant path text)
    file(WRITE ${SCRATCH}/planted/${path} "${text}\n")
endfunction()

# --- The check itself, on a tree whose violations are known ------------------------------------
file(REMOVE_RECURSE ${SCRATCH}/planted)
plant(core/base/good.h "#include <QString>\n#include \"core/base/other.h\"")
plant(core/base/upward.h "#include \"core/http/etag.h\"")
plant(core/base/compat.h "#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)")
plant(core/base/versions.h "#define X QT_VERSION_STR\n#  if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)")
plant(tests/tst_versions.cpp "#if X\n#elif defined Y && QCORO_VERSION > 9")
plant(core/http/good.cpp "#include \"core/http/etag.h\"\n#include \"core/base/error.h\"")
plant(core/http/sideways.cpp "#include <QString>\n  #  include  \"core/url/r2url.h\" // why not")
plant(core/http/angled.cpp "#include <core/settings/settings.h>")
plant(core/cache/appward.cpp "#include \"app/service.h\"")
plant(core/cache/relative.cpp "#include \"entrymap.h\"\n#include \"../base/error.h\"")
plant(core/cache/moc.cpp "#include \"moc.moc\"")
plant(core/cache/CMakeLists.txt "r2_add_module(cache\n    SOURCES a.cpp\n    DEPENDS base\n    server)")
plant(core/novel/thing.h "#include \"core/base/error.h\"")
plant(ui/good.cpp "#include \"ui/page.h\"\n#include \"core/client/endpoint.h\"")
plant(ui/page.cpp "#include \"core/cache/diskcache.h\"")
plant(ui/CMakeLists.txt "target_link_libraries(r2cache-window PUBLIC r2cache-client r2cache-cache)")
plant(app/service.cpp "#include \"core/cache/diskcache.h\"\n#include \"ui/page.h\"")
plant(app/verbs/ls.cpp "#include \"core/download/fill.h\"\n#include \"app/service.h\"")
set(expected
    "app/verbs/ls.cpp includes \"app/service.h\", but verbs may not use app"
    "app/verbs/ls.cpp includes \"core/download/fill.h\", but verbs may not use download"
    "core/base/upward.h includes \"core/http/etag.h\", but base may not use http"
    "core/base/versions.h tells versions apart: core/base/compat.h is for that"
    "core/cache/CMakeLists.txt links server, which cache may not use"
    "core/cache/appward.cpp includes \"app/service.h\", but cache may not use app"
    "core/cache/relative.cpp includes \"../base/error.h\": write the path from the root"
    "core/cache/relative.cpp includes \"entrymap.h\": write the path from the root"
    "core/http/angled.cpp includes \"core/settings/settings.h\", but http may not use settings"
    "core/http/sideways.cpp includes \"core/url/r2url.h\", but http may not use url"
    "core/novel/thing.h is in a module that the table of tests/includes.cmake does not know"
    "tests/tst_versions.cpp tells versions apart: core/base/compat.h is for that"
    "ui/CMakeLists.txt links cache, which ui may not use"
    "ui/page.cpp includes \"core/cache/diskcache.h\", but ui may not use cache")
check(${SCRATCH}/planted found)
if(NOT found STREQUAL expected)
    list(JOIN found "\n" found)
    message(FATAL_ERROR "The check does not find what was planted. It found:\n${found}")
endif()

# --- The tree ------------------------------------------------------------------------------------
check(${ROOT} violations)
foreach(violation IN LISTS violations)
    message(SEND_ERROR "${violation}")
endforeach()
