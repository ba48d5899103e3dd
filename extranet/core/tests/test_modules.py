"""A page asks for a script's modules at once."""

from extranet.core.assets import STATIC
from extranet.core.modules import modules_of, source_modules_of


def test_the_booklet_names_every_module_it_imports_and_only_real_ones() -> None:
    modules = source_modules_of("js/tablet/main.js")
    assert "vendor/idb.js" in modules
    assert "vendor/json-schema/index.js" in modules
    assert "js/tablet/store.js" in modules
    assert len(modules) == len(set(modules))
    assert all((STATIC / module).is_file() for module in modules)


def test_a_script_that_imports_nothing_has_none() -> None:
    assert source_modules_of("js/tablet/uuid7.js") == ()


def test_what_a_page_announces_is_there_joined_or_not() -> None:
    modules = modules_of("js/tablet/main.js")
    assert modules
    assert all((STATIC / module).is_file() for module in modules)
