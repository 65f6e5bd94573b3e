// Read by the sanitizers' run-times only; Debian's libraries are not instrumented.
extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions();

// The sanitizer sees cpprestsdk free an exception or a buffer, but not the reference counts that
// order this after our last look.
extern "C" const char* __tsan_default_suppressions() {
  return "race:web::http::\n"
         "race:pplx::\n"
         "race:std::__exception_ptr::exception_ptr::_M_release\n";
}

// OpenSSL's state of each thread of cpprestsdk's pool, which lives as long as the process.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libcrypto.so\n";
}
