#include "server/outside/outside.hpp"

int main(int argc, char** argv) { return holdfast::server::outside::run_outside(argc, argv); }
