// What is waited for shows itself; a fragment of the address stays.

setTimeout(() => location.reload(), 1500);
